import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { algorithmPreset, presetFor } from "../training/index.js";
import { quick, run, spawnCommand, temporaryFolder } from "./testing/run-command.js";
import { defaultFolder } from "./train-command.js";

describe("train", () => {
  const folder = temporaryFolder();
  const trained = join(folder, "trained");

  beforeAll(async () => {
    const { exitCode } = await run("train", "CartPole-v1", ...quick, "--steps", "256", "--out", trained, "--quiet");
    expect(exitCode).toBe(0);
  });

  it("ends with one line of JSON", async () => {
    const out = join(folder, "json");
    const argv = ["CartPole-v1", ...quick, "--seed", "3", "--steps", "512", "--until", "1", "--out", out, "--json"];
    const { exitCode, stdout, stderr, json } = await run("train", ...argv);
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toBe("");
    expect(json()).toEqual({
      environment: "CartPole-v1",
      algorithm: "ppo",
      seed: 3,
      steps: 512,
      wallSeconds: expect.any(Number),
      stepsPerSecond: expect.any(Number),
      episodeReturn: expect.any(Number),
      evaluation: { mean: expect.any(Number), std: expect.any(Number), episodes: 100 },
      reachedUntil: false,
      run: out,
    });
  });

  it.each(["reinforce", "off-policy-reinforce", "a2c", "is-pg", "surrogate", "ppo-lagrangian", "ppo-kl"])(
    "trains by %s, with the preset's settings",
    async (algorithm) => {
      const out = join(folder, algorithm);
      const argv = ["CartPole-v1", "--algorithm", algorithm, "--steps", "512", "--out", out, "--json"];
      const { exitCode, json } = await run("train", ...argv);
      expect(exitCode).toBe(0);
      expect(json()).toMatchObject({ algorithm, reachedUntil: null });
      const { options } = JSON.parse(readFileSync(join(out, "run.json"), "utf8"));
      expect(options).toMatchObject(algorithmPreset(presetFor("CartPole-v1"), algorithm).options);
    },
  );

  it("gives the policy a memory, which goes on in resume, evaluate and export", async () => {
    const out = join(folder, "memory");
    const settings = ["network.memory.cell=lstm", "network.memory.size=8", "network.memory.sequenceLength=8"];
    const argv = ["CartPole-v1", ...quick, ...settings, "--steps", "256", "--out", out, "--json"];
    expect((await run("train", ...argv)).json()).toMatchObject({ steps: 256 });
    const { options } = JSON.parse(readFileSync(join(out, "run.json"), "utf8"));
    expect(options.network.memory).toEqual({ cell: "lstm", size: 8, sequenceLength: 8 });
    expect((await run("resume", out, "--steps", "512", "--json")).json()).toMatchObject({ steps: 512 });
    const file = join(folder, "memory.onnx");
    expect((await run("export", out, file)).exitCode).toBe(0);
    const [ofRun, ofFile] = [await run("evaluate", out, "--json"), await run("evaluate", file, "--json")];
    expect(ofRun.json().mean).toEqual(expect.any(Number));
    expect(ofFile.json().mean).toBe(ofRun.json().mean);
  });

  it("trains an environment that is loaded first, whose policy evaluate then plays", async () => {
    const out = join(folder, "pendulum");
    const trained = await run("train", "InvertedPendulum-v5", ...quick, "--steps", "512", "--out", out, "--json");
    expect(trained.exitCode).toBe(0);
    const evaluated = await run("evaluate", out, "--episodes", "5", "--json");
    expect(evaluated.exitCode).toBe(0);
    expect(evaluated.json()).toMatchObject({ episodes: 5, mean: expect.any(Number) });
  });

  it("stops at the first evaluation that reaches --until", async () => {
    const argv = ["CartPole-v1", ...quick, "--until", "5", "--out", join(folder, "until"), "--json"];
    const { json } = await run("train", ...argv);
    expect(json()).toMatchObject({ steps: 4096, reachedUntil: true });
  });

  it("says nothing of episodes before the first has ended", async () => {
    const argv = ["Pendulum-v1", ...quick, "--steps", "256"];
    const { json } = await run("train", ...argv, "--out", join(folder, "short"), "--json");
    expect(json()).toMatchObject({ episodeReturn: null, reachedUntil: null });
  });

  it("shows progress on standard error and a summary on standard output, and neither with --quiet", async () => {
    const argv = ["train", "CartPole-v1", ...quick, "--steps", "256", "--out", join(folder, "told")];
    const told = await run(...argv);
    expect(told.stderr).toContain("256/256 steps");
    expect(told.stdout).toMatch(/^CartPole-v1: 256 steps in/);
    expect(told.stdout).toContain(`next    npx proximal evaluate ${join(folder, "told")}`);
    const quiet = await run(...argv, "--overwrite", "--quiet");
    expect(quiet).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
  });

  it("lays --set over the environment's preset", () => {
    const { options } = JSON.parse(readFileSync(join(trained, "run.json"), "utf8"));
    expect(options).toMatchObject({ nSteps: 32, nEpochs: 1, gamma: 0.98 });
  });

  it("keeps the policy beside the run", async () => {
    const [fromRun, fromFile] = await Promise.all(
      [trained, join(trained, "policy.onnx")].map((path) => run("evaluate", path, "--episodes", "5", "--json")),
    );
    expect(fromFile?.json()).toEqual(fromRun?.json());
  });

  it("starts from another policy's parameters", async () => {
    const out = join(folder, "warm");
    const argv = ["CartPole-v1", "--warm-start", trained, ...quick, "learningRate=0", "--steps", "256", "--quiet"];
    await run("train", ...argv, "--out", out);
    const [cold, warm] = await Promise.all(
      [trained, out].map((path) => run("evaluate", path, "--episodes", "5", "--json")),
    );
    expect(warm?.json()).toEqual(cold?.json());
  });

  it("refuses a folder that exists, and leaves the run in it as it was", async () => {
    const before = readFileSync(join(trained, "last.checkpoint"));
    const { exitCode, json } = await run(
      "train",
      "CartPole-v1",
      ...quick,
      "--steps",
      "256",
      "--out",
      trained,
      "--json",
    );
    expect(exitCode).toBe(2);
    expect(json().error).toMatchObject({ code: "run-exists", fix: expect.stringContaining("--overwrite") });
    expect(readFileSync(join(trained, "last.checkpoint"))).toEqual(before);
  });

  it("overwrites a run only with one that can begin", async () => {
    const before = readFileSync(join(trained, "last.checkpoint"));
    const argv = ["CartPole-v1", "--out", trained, "--overwrite", "--set", "exploration.stateDependent=true"];
    expect((await run("train", ...argv)).exitCode).toBe(2);
    expect(readFileSync(join(trained, "last.checkpoint"))).toEqual(before);
  });

  it("overwrites runs only, never a folder of other files", async () => {
    const other = join(folder, "other");
    mkdirSync(other);
    writeFileSync(join(other, "thesis.tex"), "irreplaceable");
    const { exitCode, json } = await run("train", "CartPole-v1", "--out", other, "--overwrite", "--json");
    expect(exitCode).toBe(2);
    expect(json().error.code).toBe("not-a-run");
    expect(readFileSync(join(other, "thesis.tex"), "utf8")).toBe("irreplaceable");
  });

  it.each([
    ["that is a file", "file"],
    ["inside a file", "file/run"],
  ])("refuses a folder %s", async (_, path) => {
    writeFileSync(join(folder, "file"), "");
    const { exitCode, json } = await run("train", "CartPole-v1", "--out", join(folder, path), "--json");
    expect(exitCode).toBe(2);
    expect(json().error).toMatchObject({ code: "not-a-folder", message: expect.stringContaining(join(folder, path)) });
  });

  it.each([
    [["CartPole-v2"], "unknown-environment", '"CartPole-v2"', '"CartPole-v1"'],
    [["CartPole-v1", "--algorithm", "pp"], "unknown-algorithm", '"pp"', '"ppo"'],
    [["CartPole-v1", "--set", "clipRage=.1"], "unknown-option", '"clipRage"', '"clipRange"'],
    [["CartPole-v1", "--set", "network.hiden=[8]"], "unknown-option", '"network.hiden"', '"network.hidden"'],
    [["CartPole-v1", "--set", "gamma=high"], "invalid-option", '"high"', "number"],
    [["CartPole-v1", "--set", "gamma=1.5"], "invalid-option", '"gamma" is 1.5', "1 or less"],
    [["CartPole-v1", "--set", "nEnvs=2.5"], "invalid-option", '"nEnvs" is 2.5', "whole number"],
    [["CartPole-v1", "--set", "network.memory.sell=gru"], "unknown-option", '"network.memory.sell"', "memory.cell"],
    [["CartPole-v1", "--set", "network.memory.sequenceLength=24"], "indivisible-sequences", "nSteps 32", "example 16"],
    [["CartPole-v1", ...quick, "batchSize=100"], "indivisible-batch", "32 · 8 = 256", "divides 256"],
    [["--set", "gamma=0.9", "CartPole-v1"], "missing-argument", "environment", "help"],
    [["CartPole-v1", "--set", "gamma"], "invalid-setting", '"gamma"', "clipRange=0.1"],
  ])("%j is refused before anything runs", async (argv, code, named, fix) => {
    const out = join(folder, "never");
    const { exitCode, stderr, json } = await run("train", "--out", out, "--json", ...argv);
    const { error } = json();
    expect(exitCode).toBe(2);
    expect(error.code).toBe(code);
    expect(error.message).toContain(named);
    expect(error.fix).toContain(fix);
    expect(stderr).toBe(`${error.message}\n${error.fix}\n`);
    expect(existsSync(out)).toBe(false);
  });

  it("after Ctrl-C ends with 130, and resuming gives what an undisturbed run gives, bit for bit", async () => {
    const [stopped, undisturbed] = [join(folder, "stopped"), join(folder, "undisturbed")];
    const argv = ["train", "CartPole-v1", ...quick, "nEpochs=4", "--steps", "40000", "--out"];
    const interrupted = await spawnCommand([...argv, stopped], (child) => {
      // The first thing it says is how far it is.
      child.stderr.once("data", () => child.kill("SIGINT"));
    });
    expect(interrupted.exitCode).toBe(130);
    expect(interrupted.stdout).toBe("");
    expect(interrupted.stderr).toContain(`Go on with: npx proximal resume ${stopped}`);
    expect((await run("resume", stopped, "--json")).json()).toMatchObject({ steps: 40192, run: stopped });
    await run(...argv, undisturbed, "--quiet");
    expect(readFileSync(join(stopped, "policy.onnx"))).toEqual(readFileSync(join(undisturbed, "policy.onnx")));
  });

  it("ends at once at the second Ctrl-C", async () => {
    const out = join(folder, "stuck");
    // One iteration of this takes minutes.
    const argv = ["train", "CartPole-v1", ...quick, "nEpochs=100000", "--out", out];
    const { exitCode, stderr } = await spawnCommand(argv, (child) => {
      const waiting = setInterval(() => {
        if (!existsSync(join(out, "last.checkpoint"))) return;
        clearInterval(waiting);
        child.kill("SIGINT");
      }, 20);
      child.stderr.once("data", () => child.kill("SIGINT"));
    });
    expect(stderr.trim()).toBe("Stopping after this iteration, then saving. Press Ctrl-C again to end at once.");
    expect(exitCode).toBe(130);
  });

  it("names its folder after what it does and when", () => {
    expect(defaultFolder(["CartPole-v1", "ppo", 7], new Date(2025, 0, 31, 16, 5, 59))).toBe(
      "runs/CartPole-v1-ppo-7-2025-01-31T16-05-59",
    );
    expect(defaultFolder(["a/b c", 1], new Date(2025, 0, 31))).toMatch(/^runs\/a_b_c-1-/);
  });
});
