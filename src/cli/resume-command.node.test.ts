import { copyFileSync, cpSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { quick, run, temporaryFolder } from "./testing/run-command.js";

describe("resume", () => {
  const folder = temporaryFolder();
  const trained = join(folder, "trained");
  const copy = (name: string) => {
    cpSync(trained, join(folder, name), { recursive: true });
    return join(folder, name);
  };

  beforeAll(async () => {
    await run("train", "CartPole-v1", ...quick, "--steps", "512", "--out", trained, "--quiet");
  });

  it("trains on to a new number of steps", async () => {
    const { exitCode, json } = await run("resume", copy("longer"), "--steps", "1024", "--json");
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({ environment: "CartPole-v1", steps: 1024, reachedUntil: null });
  });

  it("stops at a return", async () => {
    const { json } = await run("resume", copy("until"), "--steps", "20000", "--until", "5", "--json");
    expect(json()).toMatchObject({ reachedUntil: true });
    expect(json().steps).toBeLessThan(20000);
  });

  it("tells the return that its run was to reach", async () => {
    const reached = join(folder, "reached");
    await run("train", "CartPole-v1", ...quick, "--steps", "8192", "--until", "5", "--out", reached, "--quiet");
    const { stdout } = await run("resume", reached);
    expect(stdout).toContain("4,096 steps");
    expect(stdout).toContain("reached 5");
  });

  it("refuses fewer steps than the run already has", async () => {
    const { exitCode, json } = await run("resume", trained, "--steps", "100", "--json");
    expect(exitCode).toBe(2);
    expect(json().error.message).toContain("has 512 steps already, more than the 100 asked for");
  });

  it.each([
    ["truncated", 1, "checkpoint-truncated", (path: string) => truncateSync(path, 1000)],
    ["foreign", 2, "checkpoint-foreign", (path: string) => writeFileSync(path, "PK\u0003\u0004 a zip archive")],
    [
      "damaged",
      1,
      "checkpoint-corrupt",
      (path: string) => {
        const bytes = readFileSync(path);
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100);
        writeFileSync(path, bytes);
      },
    ],
  ])("a %s checkpoint is refused, and nothing in the folder is touched", async (name, code, reason, damage) => {
    const broken = copy(name);
    damage(join(broken, "last.checkpoint"));
    const metrics = readFileSync(join(broken, "metrics.csv"));
    const { exitCode, stderr, json } = await run("resume", broken, "--steps", "1024", "--json");
    expect(exitCode).toBe(code);
    expect(json().error).toMatchObject({ code: reason, message: expect.stringContaining("last.checkpoint") });
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(readFileSync(join(broken, "metrics.csv"))).toEqual(metrics);
  });

  it("refuses a folder whose settings are damaged", async () => {
    const broken = copy("settings");
    writeFileSync(join(broken, "run.json"), '{"environment": "CartPole-v1"');
    const { exitCode, json } = await run("resume", broken, "--json");
    expect(exitCode).toBe(1);
    expect(json().error.code).toBe("run-corrupt");
  });

  it("refuses a checkpoint that was put among other metrics", async () => {
    const mixed = copy("mixed");
    truncateSync(join(mixed, "metrics.jsonl"), 10);
    copyFileSync(join(trained, "last.checkpoint"), join(mixed, "last.checkpoint"));
    const { exitCode, json } = await run("resume", mixed, "--steps", "1024", "--json");
    expect(exitCode).toBe(2);
    expect(json().error.code).toBe("metrics-file-shorter");
  });
});
