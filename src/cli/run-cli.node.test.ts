import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { installedPackage } from "./testing/installed-package.js";
import { run, spawnCommand } from "./testing/run-command.js";

describe("the command line", () => {
  it("suggests the nearest command for an unknown one", async () => {
    const { exitCode, stdout, stderr } = await run("trian", "CartPole-v1");
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toBe("Unknown command 'trian'.\nDid you mean train?\n");
  });

  it("suggests the nearest flag for an unknown one, in JSON too", async () => {
    const { exitCode, stderr, json } = await run("train", "CartPole-v1", "--stepz", "5", "--json");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Unknown option '--stepz'.");
    expect(json()).toEqual({
      error: {
        code: "unknown-option",
        message: "Unknown option '--stepz'.",
        fix: expect.stringContaining("--steps"),
      },
    });
  });

  it.each([
    [["train"], "missing-argument", "environment"],
    [["train", "CartPole-v1", "again"], "excess-arguments", "too many arguments"],
    [["export", "run", "file", "--json", "--checkpoint"], "option-missing-argument", "--checkpoint"],
    [["train", "CartPole-v1", "--seed", "1.5"], "invalid-argument", 'Option --seed is "1.5".'],
    [["train", "CartPole-v1", "--steps", "0"], "invalid-argument", 'Option --steps is "0".'],
    [["train", "CartPole-v1", "--until", "best"], "invalid-argument", 'Option --until is "best".'],
    [["evaluate", "x", "--checkpoint", "first"], "invalid-argument", 'Option --checkpoint is "first".'],
    [["resume", "no/such/run"], "not-a-run", "no/such/run is not a run"],
    [["evaluate", "no/such/policy.onnx"], "file-not-found", "no such file"],
  ])("%j is a user's mistake that is told in one sentence", async (argv, code, words) => {
    const { exitCode, stderr, json } = await run(...argv, ...(argv.includes("--json") ? [] : ["--json"]));
    expect(exitCode).toBe(2);
    expect(json().error.code).toBe(code);
    expect(json().error.message.toLowerCase()).toContain(words.toLowerCase());
    expect(json().error.fix).not.toBe("");
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("prints help that was asked for to standard output, and help that was not to standard error", async () => {
    const asked = await run("train", "--help");
    expect(asked.exitCode).toBe(0);
    expect(asked.stdout).toContain("--set <key=value...>");
    const lost = await run();
    expect(lost.exitCode).toBe(2);
    expect(lost.stdout).toBe("");
    expect(lost.stderr).toContain("There is no command.");
  });

  it("tells its version", async () => {
    expect((await run("--version")).stdout).toBe(`${manifest.version}\n`);
  });

  it("goes on quietly when nobody reads its output any more", async () => {
    const { exitCode, stderr } = await spawnCommand(["list"], (child) => child.stdout.destroy());
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
  });

  it.skipIf(!existsSync("/dev/full"))("says in one line that its output cannot be written", async () => {
    const cli = join(await installedPackage(), "dist/cli.js");
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [cli, "list"], { stdio: ["ignore", full, "pipe"] });
    closeSync(full);
    expect(stderr.toString()).toMatch(/^Standard output cannot be written: ENOSPC.*\n$/);
    expect(status).toBe(1);
  });

  it("loads ONNX Runtime only for commands that run networks", async () => {
    const tell = `process.on("exit", () => {
      process.report.excludeNetwork = true;
      if (process.report.getReport().sharedObjects.some((path) => path.includes("onnxruntime"))) process.exitCode = 99;
    });`;
    const exitCodeOf = async (...argv: string[]) =>
      (await spawnCommand(argv, undefined, ["--import", `data:text/javascript,${encodeURIComponent(tell)}`])).exitCode;
    expect(await exitCodeOf("list")).toBe(0);
    expect(await exitCodeOf("train", "--help")).toBe(0);
    expect(await exitCodeOf("check", "CartPole-v1")).toBe(0);
    expect(await exitCodeOf("train", "CartPole-v2")).toBe(99);
  });

  it("ends a process with the exit code of the command", async () => {
    const { exitCode, stderr, json } = await spawnCommand(["train", "CartPol-v1", "--json"]);
    expect(exitCode).toBe(2);
    expect(json().error.code).toBe("unknown-environment");
    expect(stderr).toContain('Did you mean "CartPole-v1"?');
  });
});
