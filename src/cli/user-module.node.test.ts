import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { installedPackage } from "./testing/installed-package.js";
import { fixture, quick, run, spawnCommand, temporaryFolder } from "./testing/run-command.js";

const corridor = fixture("corridor.mjs");
const broken = fixture("broken-environments.mjs");

describe("a user's module", () => {
  const folder = temporaryFolder();
  const outside = join(temporaryFolder(), "c#");

  it("is trained on, resumed, evaluated and exported like a built-in environment", async () => {
    const out = join(folder, "corridor");
    const trained = await run("train", corridor, ...quick, "--steps", "256", "--out", out, "--json");
    expect(trained.json()).toMatchObject({ environment: "Corridor-v0", steps: 256 });
    expect(JSON.parse(readFileSync(join(out, "run.json"), "utf8")).module).toBe(corridor);
    const resumed = await run("resume", out, "--steps", "512", "--json");
    expect(resumed.json()).toMatchObject({ environment: "Corridor-v0", steps: 512 });
    expect(JSON.parse(readFileSync(join(out, "run.json"), "utf8")).module).toBe(corridor);
    expect((await run("evaluate", out, "--json")).json()).toMatchObject({ episodes: 100 });
    const file = join(folder, "corridor.onnx");
    expect((await run("export", out, file, "--json")).json()).toEqual({ file, environment: "Corridor-v0", steps: 512 });
    const alone = await run("evaluate", file, "--json");
    expect(alone.json().error).toMatchObject({
      code: "unknown-environment",
      fix: expect.stringContaining("--environment"),
    });
    expect((await run("evaluate", file, "--environment", corridor, "--json")).exitCode).toBe(0);
  });

  it("is stepped in threads and in a process of its own, with the same result for the same seed", async () => {
    const steps = ["--steps", "512"];
    const policies: Record<string, Buffer> = {};
    for (const [name, ...flags] of [
      ["alone", "--threads", "0"],
      ["threads", "--threads", "2", "--step-timeout", "30"],
      ["shared", "--threads", "1", "--own-share"],
      ["overlap", "--overlap"],
      ["overlap-in-threads", "--overlap", "--threads", "1", "--own-share"],
    ] as [string, ...string[]][]) {
      const out = join(folder, name);
      // as users do it: from the package
      const { stderr, exitCode } = await spawnCommand([
        "train",
        corridor,
        ...quick,
        ...steps,
        ...flags,
        "--out",
        out,
        "--quiet",
      ]);
      expect([exitCode, stderr]).toEqual([0, ""]);
      policies[name] = readFileSync(join(out, "policy.onnx"));
    }
    expect(policies.threads).toEqual(policies.alone);
    expect(policies.shared).toEqual(policies.alone);
    expect(policies["overlap-in-threads"]).toEqual(policies.overlap);
    const { actors } = JSON.parse(readFileSync(join(folder, "overlap-in-threads", "run.json"), "utf8"));
    expect(actors).toEqual({ threads: 1, ownShare: true, overlap: true, processes: 1, timeoutSeconds: 60 });
    const resumed = await run("resume", join(folder, "threads"), "--steps", "768", "--threads", "0", "--json");
    expect(resumed.json()).toMatchObject({ steps: 768 });
    const again = await run(
      "resume",
      join(folder, "threads"),
      "--steps",
      "1024",
      "--threads",
      "auto",
      "--no-own-share",
      "--json",
    );
    expect(again.json()).toMatchObject({ steps: 1024 });
    const misspelt = await run("train", corridor, "--threads", "all", "--json");
    expect(misspelt.json().error).toMatchObject({ code: "invalid-argument", fix: expect.stringContaining('"auto"') });
    const refused = await run("train", corridor, "--algorithm", "a2c", "--overlap", "--json");
    expect(refused.json().error).toMatchObject({ code: "overlap-not-possible" });
  });

  it("may lie outside of any project, below a folder with # in its name, and import the library by its name", async () => {
    mkdirSync(outside);
    const path = join(outside, "corridor.mjs");
    copyFileSync(corridor, path);
    const { exitCode, stderr, json } = await spawnCommand(["check", path, "--json"]);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(json()).toEqual({ environment: "Corridor-v0", problems: [], golden: null });
  });

  it("of a project that has the library among its packages is taken as it is", async () => {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(await installedPackage(), join(folder, "node_modules/proximal"));
    const path = join(folder, "corridor.mjs");
    copyFileSync(corridor, path);
    const { exitCode, json } = await spawnCommand(["check", path, "--json"]);
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ environment: "Corridor-v0", problems: [] });
  });

  it("that exports several environments is asked which one", async () => {
    const { exitCode, json } = await run("check", broken, "--json");
    expect(exitCode).toBe(2);
    expect(json().error).toMatchObject({
      code: "several-environments",
      message: `${broken} exports several environments: endlessReward, notANumber, throwing, unbounded, wrongShape.`,
      fix: expect.stringContaining(`${broken}#endlessReward`),
    });
  });

  it.each([
    ["no-such.mjs", undefined, "module-not-found", "There is no module"],
    ["empty.mjs", "export const answer = 42;", "no-environment", "exports no environment"],
    ["syntax.mjs", "export default {", "module-failed", "could not be imported"],
    ["throws.mjs", "throw new Error('at home')", "module-failed", "at home"],
    ["dependency.mjs", "import 'no-such-package'", "module-failed", "no-such-package"],
    [
      "impossible.mjs",
      "import { defineEnvironment, box, discrete } from 'proximal'; export default defineEnvironment({ id: 'A-v0', observationSpace: box({ shape: [1] }), actionSpace: discrete(2) });",
      "invalid-environment",
      '"A-v0"',
    ],
  ])("%s is refused in one sentence", async (name, source, code, words) => {
    const path = join(folder, name);
    if (source !== undefined) writeFileSync(path, source);
    const { exitCode, stderr, json } = await run("train", path, "--out", join(folder, "never"), "--json");
    expect(exitCode).toBe(2);
    expect(json().error.code).toBe(code);
    expect(json().error.message).toContain(words);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(join(folder, "never"))).toBe(false);
  });

  it("that lacks the named environment is told what there is", async () => {
    const { json } = await run("train", `${broken}#wrongShap`, "--json");
    expect(json().error).toMatchObject({ code: "no-environment", fix: expect.stringContaining("wrongShape") });
  });

  it.each([
    ["wrongShape", "WrongShape-v0", "3"],
    ["notANumber", "NotANumber-v0", "NaN"],
    ["endlessReward", "EndlessReward-v0", "Infinity"],
    ["throwing", "Throwing-v0", "the physics exploded"],
  ])(
    "whose environment goes wrong in the middle (%s) ends the run with 1 and keeps what was saved",
    async (name, id, words) => {
      const out = join(folder, name);
      const steps = ["--steps", "2000", "--checkpoint-seconds", "0"];
      const { exitCode, stderr, json } = await run(
        "train",
        `${broken}#${name}`,
        ...quick,
        ...steps,
        "--out",
        out,
        "--json",
      );
      const { error } = json();
      expect(exitCode).toBe(1);
      expect(error.message).toContain(id);
      expect(error.message).toContain(words);
      expect(error.fix).toContain(`Training had taken 768 steps; the last checkpoint in ${out} is of step 768.`);
      expect(stderr.match(/^\s+at /m)).toBeNull();
      // 100 good steps are three iterations of 32
      const saved = await run("export", out, join(folder, `${name}.onnx`), "--json");
      expect(saved.json()).toMatchObject({ environment: id, steps: 3 * 256 });
    },
  );

  it("is shown the line that threw", async () => {
    const { stderr } = await run(
      "train",
      `${broken}#throwing`,
      ...quick,
      "--steps",
      "2000",
      "--out",
      join(folder, "line"),
    );
    expect(stderr).toMatch(/^Thrown at .*broken-environments\.mjs:\d+:\d+$/m);
  });
});
