import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeOnnx } from "../runtime/index.js";
import { quick, run, temporaryFolder } from "./testing/run-command.js";

const folder = temporaryFolder();
const trained = join(folder, "trained");

beforeAll(async () => {
  const argv = ["CartPole-v1", ...quick, "--steps", "8192", "--until", "500", "--out", trained];
  await run("train", ...argv, "--quiet");
});

describe("evaluate", () => {
  it("is greedy, and gives the same for the same seed", async () => {
    const evaluate = (...argv: string[]) => run("evaluate", trained, "--episodes", "20", "--json", ...argv);
    const [first, again, other, sampled] = [
      await evaluate("--seed", "1"),
      await evaluate("--seed", "1"),
      await evaluate("--seed", "2"),
      await evaluate("--seed", "1", "--stochastic"),
    ];
    expect(first.json()).toEqual({ mean: expect.any(Number), std: expect.any(Number), episodes: 20 });
    expect(again.json()).toEqual(first.json());
    expect(other.json()).not.toEqual(first.json());
    expect(sampled.json()).not.toEqual(first.json());
  });

  it("tells people the environment and how actions were chosen", async () => {
    const { stdout } = await run("evaluate", trained, "--episodes", "1");
    expect(stdout).toMatch(/^CartPole-v1: return \d+\.\d ± 0\.0 over 1 episode, most probable actions\n$/);
  });

  it.each([
    ["Pendulum-v1", "observation space is Box [4]", "that of Pendulum-v1 is Box [3]"],
    ["MountainCar-v0", "observation space is Box [4]", "that of MountainCar-v0 is Box [2]"],
  ])("refuses %s, whose spaces differ, and names both", async (environment, ours, theirs) => {
    const { exitCode, json } = await run("evaluate", trained, "--environment", environment, "--json");
    expect(exitCode).toBe(2);
    expect(json().error.code).toBe("space-mismatch");
    expect(json().error.message).toContain(ours);
    expect(json().error.message).toContain(theirs);
  });

  it.each([
    ["text.onnx", Buffer.from("not a model")],
    ["empty.onnx", Buffer.alloc(0)],
    [
      "model.onnx",
      Buffer.from(
        encodeOnnx({
          nodes: [{ operator: "Identity", inputs: ["x"], outputs: ["y"], attributes: {} }],
          initializers: [],
          inputs: [{ name: "x", type: 1, shape: [1] }],
          outputs: [{ name: "y", type: 1, shape: [1] }],
          metadata: {},
        }),
      ),
    ],
  ])("refuses %s, which is not a policy", async (name, bytes) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    for (const argv of [
      ["evaluate", path],
      ["train", "CartPole-v1", "--warm-start", path],
    ]) {
      const { exitCode, json } = await run(...argv, "--json");
      expect(exitCode).toBe(2);
      expect(json().error).toMatchObject({ code: "not-a-policy", message: expect.stringContaining(path) });
    }
  });

  it("refuses a policy file that was cut off", async () => {
    const path = join(folder, "cut.onnx");
    const bytes = readFileSync(join(trained, "policy.onnx"));
    writeFileSync(path, bytes.subarray(0, bytes.length / 2));
    const { exitCode, json } = await run("evaluate", path, "--json");
    expect(exitCode).toBe(2);
    expect(json().error.code).toBe("not-a-policy");
  });
});

describe("export", () => {
  it("writes the last policy, or the best", async () => {
    const [last, best] = [join(folder, "last.onnx"), join(folder, "best.onnx")];
    const written = await run("export", trained, last, "--json");
    expect(written.json()).toEqual({ file: last, environment: "CartPole-v1", steps: 8192 });
    expect(readFileSync(last)).toEqual(readFileSync(join(trained, "policy.onnx")));
    expect((await run("export", trained, best, "--checkpoint", "best", "--json")).exitCode).toBe(0);
    const [fromFile, fromRun] = [
      await run("evaluate", best, "--episodes", "5", "--json"),
      await run("evaluate", trained, "--checkpoint", "best", "--episodes", "5", "--json"),
    ];
    expect(fromFile.json()).toEqual(fromRun.json());
  });

  it("never overwrites a file unless told to", async () => {
    const file = join(folder, "precious.onnx");
    writeFileSync(file, "precious");
    const { exitCode, json } = await run("export", trained, file, "--json");
    expect(exitCode).toBe(2);
    expect(json().error.code).toBe("file-exists");
    expect(readFileSync(file, "utf8")).toBe("precious");
    expect((await run("export", trained, file, "--overwrite", "--json")).exitCode).toBe(0);
  });

  it.each([
    ["into a folder that is not there", "nowhere/policy.onnx", "folder-not-found"],
    ["over a folder", "trained", "file-exists"],
  ])("refuses to write %s", async (_, path, code) => {
    const { exitCode, json } = await run("export", trained, join(folder, path), "--json");
    expect(exitCode).toBe(2);
    expect(json().error.code).toBe(code);
  });

  it("says that a run has no best policy before it was evaluated", async () => {
    const out = join(folder, "unevaluated");
    await run("train", "CartPole-v1", ...quick, "--until", "500", "--steps", "256", "--out", out, "--quiet");
    const { exitCode, json } = await run("export", out, join(folder, "none.onnx"), "--checkpoint", "best", "--json");
    expect(exitCode).toBe(2);
    expect(json().error.code).toBe("no-checkpoint");
  });
});
