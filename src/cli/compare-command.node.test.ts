import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixture, quick, run, spawnCommand, temporaryFolder } from "./testing/run-command.js";

const folder = temporaryFolder();

const read = (out: string) => JSON.parse(readFileSync(join(out, "comparison.json"), "utf8"));

/** A comparison without what depends on the clock. */
const timeless = (out: string) =>
  JSON.parse(readFileSync(join(out, "comparison.json"), "utf8"), (key, value) =>
    ["trainingSeconds", "stepsPerSecond"].includes(key) ? undefined : value,
  );

const task = (...environments: string[]) => [
  "compare",
  "--environment",
  environments.join(","),
  ...["--checkpoint-seconds", "0.1", "--jobs", "2", "--out"],
];

describe("compare", () => {
  it("trains every pair, in folders that are runs, and writes tables and figures", async () => {
    const out = join(folder, "whole");
    const argv = [...task("CartPole-v1", "Pendulum-v1"), out, "--algorithm", "ppo,a2c", "--seeds", "1"];
    const { exitCode, stdout, stderr } = await spawnCommand([...argv, "--steps", "512", "--set", "gamma=0.9"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^CartPole-v1\n {2}algorithm +return +seeds +steps +steps to 475 .*\n {2}ppo +\d/);
    expect(stdout).toContain(`comparison: ${join(out, "comparison.md")}`);
    expect(stderr).toMatch(/^Pendulum-v1, a2c, seed 1: return -[\d,.]+ after 520 steps$/m);
    for (const name of ["CartPole-v1", "Pendulum-v1", "comparison"]) {
      for (const ending of ["svg", "png"]) expect(statSync(join(out, `${name}.${ending}`)).size).toBeGreaterThan(1000);
    }
    expect(readFileSync(join(out, "comparison.md"), "utf8")).toContain("## Pendulum-v1");
    const { pairs } = read(out);
    expect(pairs.map((pair: Record<string, unknown>) => [pair.environment, pair.algorithm])).toEqual([
      ["CartPole-v1", "ppo"],
      ["CartPole-v1", "a2c"],
      ["Pendulum-v1", "ppo"],
      ["Pendulum-v1", "a2c"],
    ]);
    const [{ runs, summary, options }] = pairs;
    expect(options.gamma).toBe(0.9);
    expect(summary.return).toEqual({ mean: runs[0].return, std: null });
    const alone = join(out, "CartPole-v1/ppo/seed-1");
    const evaluated = await run("evaluate", alone, "--episodes", "3", "--json");
    expect(evaluated.json()).toMatchObject({ episodes: 3 });
    expect((await run("resume", alone, "--json")).json()).toMatchObject({
      seed: 1,
      evaluation: { mean: runs[0].return },
    });
  });

  it("that is killed (SIGKILL) at any moment and begun again gives what an undisturbed one gives", async () => {
    const [killed, undisturbed] = [join(folder, "killed"), join(folder, "undisturbed")];
    const argv = (out: string) => [
      ...[...task("CartPole-v1"), out, "--algorithm", "ppo", "--seeds", "3"],
      ...["--steps", "10000", "--curves", "none", "--set", "ppo:nEpochs=2"],
    ];
    const kill = (moment: RegExp) =>
      spawnCommand(argv(killed), (child) => {
        let told = "";
        child.stderr.on("data", (data) => {
          told += data;
          if (moment.test(told)) child.kill("SIGKILL");
        });
      });
    expect((await kill(/steps/)).exitCode).toBeNull();
    expect((await kill(/: return/)).exitCode).toBeNull();
    const statuses = read(killed).pairs.flatMap(({ runs }: { runs: { status: string }[] }) => runs);
    expect(statuses).toContainEqual(expect.objectContaining({ status: "finished" }));
    expect(statuses).toContainEqual(expect.objectContaining({ status: "pending" }));
    const [goneOn, whole] = [await spawnCommand(argv(killed)), await spawnCommand(argv(undisturbed))];
    expect([goneOn.exitCode, whole.exitCode], goneOn.stderr + whole.stderr).toEqual([0, 0]);
    expect(timeless(killed)).toEqual(timeless(undisturbed));
    const policy = (out: string) => readFileSync(join(out, "CartPole-v1/ppo/seed-3/policy.onnx"));
    expect(policy(killed)).toEqual(policy(undisturbed));
  });

  it("after Ctrl-C ends with 130, has saved what it trained, and says how to go on", async () => {
    const out = join(folder, "stopped");
    const argv = [...task("CartPole-v1"), out, "--algorithm", "ppo", "--seeds", "3", "--steps", "300000"];
    const { exitCode, stdout, stderr } = await spawnCommand([...argv, "--set", "gamma=0.9"], (child) => {
      child.stderr.once("data", () => child.kill("SIGINT"));
    });
    expect(exitCode).toBe(130);
    expect(stdout).toBe("");
    expect(stderr).toContain(
      `Go on with: npx proximal compare --algorithm ppo --environment CartPole-v1 --seeds 3 --steps 300000 --set gamma=0.9 --jobs 2 --out ${out}`,
    );
    expect(readdirSync(join(out, "CartPole-v1/ppo"))).toEqual(["seed-1", "seed-2"]);
    for (const seed of [1, 2]) {
      const entries = readdirSync(join(out, `CartPole-v1/ppo/seed-${seed}`));
      expect(entries).toContain("last.checkpoint");
      expect(entries).not.toContain("run.lock");
    }
  });

  it("adds what is missing: seeds, algorithms and deleted runs, without training the others again", async () => {
    const out = join(folder, "grown");
    const argv = [...task("CartPole-v1"), out, "--steps", "256", "--curves", "none", "--quiet"];
    await spawnCommand([...argv, "--algorithm", "a2c", "--seeds", "1"]);
    const [{ runs: first }] = read(out).pairs;
    await spawnCommand([...argv, "--algorithm", "ppo,a2c", "--seeds", "2"]);
    const grown = read(out).pairs;
    expect(
      grown.map(({ algorithm, runs }: { algorithm: string; runs: unknown[] }) => [algorithm, runs.length]),
    ).toEqual([
      ["a2c", 2],
      ["ppo", 2],
    ]);
    // With its times, so it is the same training.
    expect(grown[0].runs[0]).toEqual(first[0]);
    rmSync(join(out, "CartPole-v1/ppo/seed-1"), { recursive: true });
    await spawnCommand([...argv, "--algorithm", "ppo", "--seeds", "2"]);
    const again = read(out).pairs;
    expect(again[1].runs[0].trainingSeconds).not.toBe(grown[1].runs[0].trainingSeconds);
    expect(again[1].runs[1]).toEqual(grown[1].runs[1]);
  });

  it("refuses other settings than those of the runs that are there, unless it may overwrite", async () => {
    const out = join(folder, "changed");
    const argv = [...task("CartPole-v1"), out, "--algorithm", "a2c", "--seeds", "1", "--curves", "none", "--json"];
    await spawnCommand([...argv, "--steps", "256"]);
    const before = read(out);
    const budget = await run(...argv, "--steps", "512");
    expect(budget.exitCode).toBe(2);
    expect(budget.json().error).toMatchObject({
      code: "comparison-differs",
      message: `In ${out}, a2c is trained on CartPole-v1 with a number of steps of 256, not 512.`,
      fix: "Give what it was, choose another folder (--out), or replace the comparison (--overwrite).",
    });
    const option = await run(...argv, "--steps", "256", "--set", "gamma=0.9");
    expect(option.json().error.message).toContain("gamma 0.98, not 0.9");
    expect(read(out)).toEqual(before);
    const overwritten = await spawnCommand([...argv, "--steps", "512", "--overwrite"]);
    expect(overwritten.json()).toMatchObject({ failed: 0, pairs: [{ totalSteps: 512, summary: { steps: 512 } }] });
  });

  it("tells of a pair that is not applicable why, and compares the others", async () => {
    const out = join(folder, "inapplicable");
    const argv = [...task("CartPole-v1", "Pendulum-v1"), out, "--algorithm", "ppo", "--seeds", "2", "--steps", "256"];
    const { exitCode, stdout, stderr } = await spawnCommand([...argv, "--set", "exploration.stateDependent=true"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ {2}ppo +not applicable/m);
    expect(stderr).toContain("ppo is not applicable to CartPole-v1: The option exploration.stateDependent is for");
    const [cartPole, pendulum] = read(out).pairs;
    expect(cartPole.notApplicable).toContain("continuous actions");
    expect(pendulum.summary.seeds).toBe(2);
    expect(existsSync(join(out, "CartPole-v1"))).toBe(false);
  });

  it("counts what sac needs of actions among what is not applicable", async () => {
    const [module, out] = [join(folder, "unbounded.mjs"), join(folder, "needs-bounds")];
    copyFileSync(fixture("broken-environments.mjs"), module);
    const argv = [...task("CartPole-v1", `${module}#unbounded`), out, "--algorithm", "sac", "--seeds", "1"];
    const { exitCode, stderr } = await spawnCommand([...argv, "--steps", "200"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("sac is not applicable to CartPole-v1: sac needs a Box action space with bounds");
    expect(stderr).toContain("sac is not applicable to Unbounded-v0: Actions cannot be squashed into bounds");
    expect(stderr).not.toContain("failed");
  });

  it("tells of a training that fails why, goes on with the others, and ends with 1", async () => {
    const [module, out] = [join(folder, "broken.mjs"), join(folder, "failing")];
    copyFileSync(fixture("broken-environments.mjs"), module);
    const argv = [...task("CartPole-v1", `${module}#notANumber`), out, "--algorithm", "a2c", "--seeds", "1"];
    const { exitCode, stdout, stderr } = await spawnCommand([...argv, "--steps", "2000"]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^ {2}a2c +failed/m);
    expect(stderr).toMatch(/^a2c failed on NotANumber-v0 with seed 1: .*NaN/m);
    expect(stderr).toContain("1 of 2 trainings failed.");
    const [cartPole, broken] = read(out).pairs;
    expect(cartPole.summary.seeds).toBe(1);
    expect(broken.runs).toEqual([
      expect.objectContaining({ seed: 1, status: "failed", message: expect.stringContaining("NaN") }),
    ]);
  });
});

describe("compare refuses", () => {
  const good = ["--algorithm", "ppo", "--environment", "CartPole-v1", "--json"];

  it.each([
    ["an unknown algorithm", ["--algorithm", "ppo,a2d"], "unknown-algorithm", '"a2d"', '"a2c"'],
    ["an unknown environment", ["--environment", "CartPol-v1"], "unknown-environment", '"CartPol-v1"', '"CartPole-v1"'],
    ["no seed", ["--seeds", "0"], "invalid-argument", '--seeds is "0"', "at least 1"],
    ["half a seed", ["--seeds", "1.5"], "invalid-argument", '--seeds is "1.5"', "whole number"],
    ["no job", ["--jobs", "0"], "invalid-argument", '--jobs is "0"', "at least 1"],
    ["no step", ["--steps", "0"], "invalid-argument", '--steps is "0"', "at least 1"],
    [
      "too many steps",
      ["--steps", "99999999999999999999"],
      "invalid-argument",
      "--steps is",
      "at most 9007199254740991",
    ],
    ["an empty list", ["--algorithm", ""], "invalid-argument", '--algorithm is ""', "one or more"],
    ["an empty name", ["--environment", "CartPole-v1,"], "invalid-argument", "a name is empty", "commas"],
    ["an algorithm given twice", ["--algorithm", "ppo,a2c,ppo"], "duplicate", '"ppo" is twice', "once"],
    ["an environment given twice", ["--environment", "CartPole-v1,CartPole-v1"], "duplicate", '"CartPole-v1"', "once"],
    ["other curves", ["--curves", "pretty"], "invalid-argument", '"pretty"', "evaluation or training or none"],
    ["a misspelt option", ["--set", "gama=1"], "unknown-option", 'no option "gama"', '"gamma"'],
    ["an option of others", ["--algorithm", "ppo,a2c", "--set", "clipRange=1"], "unknown-option", "a2c", "ppo:gamma"],
    [
      "an option of an algorithm that is not there",
      ["--set", "a2c:gamma=1"],
      "invalid-setting",
      '"a2c"',
      "Compared are: ppo.",
    ],
  ])("%s", async (_, argv, code, named, fix) => {
    const out = join(folder, "never");
    const { exitCode, json } = await run("compare", ...good, "--out", out, ...argv);
    expect(exitCode).toBe(2);
    expect(json().error).toMatchObject({
      code,
      message: expect.stringContaining(named),
      fix: expect.stringContaining(fix),
    });
    expect(existsSync(out)).toBe(false);
  });

  it("a folder of other files, also with --overwrite, and leaves them alone", async () => {
    const out = join(folder, "thesis");
    mkdirSync(out);
    writeFileSync(join(out, "thesis.tex"), "irreplaceable");
    for (const flags of [[], ["--overwrite"]]) {
      const { exitCode, json } = await run("compare", ...good, "--out", out, ...flags);
      expect(exitCode).toBe(2);
      expect(json().error).toMatchObject({ code: "not-a-comparison", message: expect.stringContaining(out) });
    }
    expect(readdirSync(out)).toEqual(["thesis.tex"]);
  });

  it.each([
    ["inside a file", "a-file/in-it", "not-a-folder"],
    ["that is a file", "a-file", "not-a-folder"],
  ])("a folder %s", async (_, path, code) => {
    writeFileSync(join(folder, "a-file"), "");
    const { exitCode, json } = await run("compare", ...good, "--out", join(folder, path));
    expect(exitCode).toBe(2);
    expect(json().error).toMatchObject({ code, message: expect.stringContaining(join(folder, path)) });
  });

  it.runIf(existsSync("/proc/self"))("a folder that cannot be written", async () => {
    const { exitCode, json } = await run("compare", ...good, "--out", "/proc/comparison");
    expect(exitCode).toBe(2);
    expect(json().error.message).toContain("/proc/comparison");
  });

  it("a comparison that is damaged", async () => {
    const out = join(folder, "damaged");
    mkdirSync(out);
    writeFileSync(join(out, "comparison.json"), '{"format": 1, "pairs": [{}]}');
    const { exitCode, json } = await run("compare", ...good, "--out", out);
    expect(exitCode).toBe(1);
    expect(json().error).toMatchObject({ code: "comparison-corrupt", message: expect.stringContaining("pairs.0") });
  });

  it("a comparison that another process is at", async () => {
    const out = join(folder, "in use");
    mkdirSync(out);
    const { hostname } = await import("node:os");
    writeFileSync(join(out, "comparison.lock"), JSON.stringify({ host: hostname(), pid: process.ppid, thread: 0 }));
    const { exitCode, json } = await run("compare", ...good, ...quick.slice(0, 1), "nSteps=32", "--out", out);
    expect(exitCode).toBe(2);
    expect(json().error.code).toBe("comparison-in-use");
  });
});
