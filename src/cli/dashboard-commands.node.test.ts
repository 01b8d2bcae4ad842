import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { quick, run, spawnCommand, temporaryFolder } from "./testing/run-command.js";

const folder = temporaryFolder();

describe("proximal dashboard", () => {
  it("serves until it is interrupted, and ends well", async () => {
    let page = "";
    const { exitCode, stdout } = await spawnCommand(["dashboard", folder, "--port", "0"], (child) => {
      child.stdout.once("data", async (data) => {
        page = await (await fetch(/http:\S+/.exec(String(data))?.[0] ?? "")).text();
        child.kill("SIGINT");
      });
    });
    expect(page).toContain("Proximal dashboard");
    expect(stdout).toMatch(/^Dashboard of .*: http:\/\/127\.0\.0\.1:\d+\/\n$/);
    expect(exitCode).toBe(0);
  });

  it("tells that there is no such folder", async () => {
    const { exitCode, stderr } = await run("dashboard", join(folder, "none"));
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("There is no folder")]);
  });
});

describe("proximal train --watch", () => {
  it("shows the run in a process of its own, which ends with the training", async () => {
    let url = "";
    let page = "";
    const steps = ["--steps", "20000", ...quick];
    const { exitCode, stderr } = await spawnCommand(
      ["train", "CartPole-v1", "--out", join(folder, "runs/watched"), "--watch", "--quiet", ...steps],
      (child) => {
        child.stderr.on("data", async (data) => {
          const found = /Watch it: (\S+)/.exec(String(data))?.[1];
          if (found === undefined) return;
          url = found;
          page = await (await fetch(url)).text();
        });
      },
    );
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/#select=watched\n/)]);
    expect(page).toContain("Proximal dashboard");
    await expect.poll(() => fetch(url).catch(() => "gone"), { timeout: 10_000 }).toBe("gone");
  });
});

describe("proximal record and play", () => {
  it("tell what is wrong before anything is recorded or shown", async () => {
    const existing = join(folder, "existing.gif");
    writeFileSync(existing, "");
    for (const [argv, message] of [
      [["record", folder, "video.avi"], ".webm, .gif, .png"],
      [["record", folder, existing], "--overwrite"],
      [["record", folder, join(folder, "none/new.gif")], "there is no folder"],
      [["record", folder, join(folder, "new.gif")], "is not a run"],
      [["record", join(folder, "none.onnx"), join(folder, "new.gif")], "no such file"],
      [["play", folder], "is not a run"],
    ] as const) {
      const { exitCode, stderr } = await run(...argv);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
    expect(existsSync(join(folder, "new.gif"))).toBe(false);
  });

  it("refuse an environment whose observations or actions the policy does not know, before a page opens", async () => {
    const trained = join(folder, "runs/cartpole");
    await run("train", "CartPole-v1", "--out", trained, "--quiet", "--steps", "64", ...quick);
    for (const argv of [
      ["play", trained],
      ["record", trained, join(folder, "other.gif")],
    ]) {
      const { exitCode, stdout, stderr } = await run(...argv, "--environment", "Acrobot-v1");
      expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringContaining("CartPole-v1, or on an environment")]);
    }
  });
});
