import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type PpoOptions, ppo } from "../algorithms/index.js";
import { walk } from "../environments/testing.js";
import { RunError, UsageError } from "../errors.js";
import { memorySink, resume, type TrainOptions, train } from "./index.js";
import { readCheckpoint } from "./run-folder.node.js";
import { contentsOf } from "./testing/contents.js";
import { breaking, forgetful } from "./testing/environments.js";
import { reportsOf, temporaryRuns } from "./testing/runs.js";

const folder = temporaryRuns();
const small: PpoOptions = { nEnvs: 4, nSteps: 32, batchSize: 64, nEpochs: 3, network: { hidden: [16] } };
const STEPS = 128;

const tasks: { name: string; options: TrainOptions }[] = [
  {
    name: "CartPole with schedules",
    options: {
      environment: "CartPole-v1",
      algorithm: ppo({ ...small, learningRate: { from: 1e-3, to: 0 }, clipRange: { from: 0.2, to: 0 } }),
    },
  },
  {
    name: "Pendulum with state-dependent exploration and normalization",
    options: {
      environment: "Pendulum-v1",
      algorithm: ppo({
        ...small,
        normalizeObservation: true,
        normalizeReward: true,
        exploration: { stateDependent: true, samplePeriod: 5 },
        desiredKl: 0.01,
      }),
    },
  },
  {
    name: "Hopper, contacts and all",
    options: { environment: "Hopper-v5", algorithm: ppo({ ...small, normalizeObservation: true }) },
  },
  { name: "an environment of objects that save their state", options: { environment: walk, algorithm: ppo(small) } },
];

describe.each(tasks)("a run on $name", ({ name, options }) => {
  const settings = { ...options, totalSteps: 6 * STEPS, evaluation: { everySteps: 256, episodes: 3 }, seed: 3 };
  const definition = typeof options.environment === "string" ? {} : { environment: options.environment };

  it("that is left and resumed, twice, equals one that never stopped, bit for bit", async () => {
    const whole = folder(`${name} whole`);
    const broken = folder(`${name} broken`);
    await train({ ...settings, out: whole }).finish();
    await reportsOf(train({ ...settings, out: broken }), 2);
    expect((readCheckpoint(broken, "last") as { steps: number }).steps).toBe(2 * STEPS);
    const second = await reportsOf(await resume(broken, definition), 1);
    expect(second[0]!.iteration).toBe(3);
    expect(second[0]!.notices).toBeUndefined();
    expect(second[0]!.metrics["ratios/first_deviation"]).toBeLessThanOrEqual(1e-6);
    await reportsOf(await resume(broken, definition));
    expect(contentsOf(broken)).toEqual(contentsOf(whole));
    expect(readCheckpoint(broken, "best")).toMatchObject({
      policy: (readCheckpoint(whole, "best") as { policy: Uint8Array }).policy,
    });
  });
});

describe("a run of an environment that says what it was made with", () => {
  it("is not resumed with another of the same name", async () => {
    const out = folder("settings");
    const environment = { ...walk, settings: { steps: 10 } };
    const options = { algorithm: ppo(small), totalSteps: 2 * STEPS, evaluation: false as const };
    await reportsOf(train({ environment, ...options, out }), 1);
    await expect(resume(out, { environment: { ...walk, settings: { steps: 9 } } })).rejects.toMatchObject({
      code: "wrong-environment",
      message: expect.stringContaining("steps 9"),
    });
    expect(await reportsOf(await resume(out, { environment: { ...walk, settings: { steps: 10 } } }))).toHaveLength(1);
  });

  it("is not, either, where only loading tells with what", async () => {
    const out = folder("loaded settings");
    const { create: _, dynamics: __, load: ___, ...metadata } = walk;
    const made = (steps: number) => ({
      ...metadata,
      load: async () => ({ create: walk.create!, settings: { steps } }),
    });
    const options = { algorithm: ppo(small), totalSteps: 2 * STEPS, evaluation: false as const };
    await reportsOf(train({ environment: made(10), ...options, out }), 1);
    await expect(resume(out, { environment: made(9) })).rejects.toMatchObject({
      code: "wrong-environment",
      message: expect.stringContaining("steps 9"),
    });
    expect(await reportsOf(await resume(out, { environment: made(10) }))).toHaveLength(1);
  });

  it("costs no earlier run if that cannot be written down", async () => {
    const out = folder("unwritable settings");
    const options = { algorithm: ppo(small), totalSteps: STEPS, evaluation: false as const, out };
    await train({ environment: walk, ...options }).finish();
    const before = contentsOf(out);
    const load = async () => ({ create: walk.create!, settings: { steps: 10n } });
    const { create: _, dynamics: __, load: ___, ...metadata } = walk;
    for (const environment of [
      { ...walk, settings: { steps: 10n } },
      { ...metadata, load },
    ]) {
      const run = async () => train({ environment, ...options, overwrite: true }).finish();
      await expect(run()).rejects.toMatchObject({
        code: "invalid-environment",
        message: expect.stringContaining("steps"),
      });
      expect(contentsOf(out)).toEqual(before);
    }
  });
});

describe("a run of an environment that cannot save its state", () => {
  it("is resumed with new episodes, and says so once", async () => {
    const out = folder("forgetful");
    const options = {
      environment: forgetful,
      algorithm: ppo(small),
      totalSteps: 4 * STEPS,
      evaluation: false as const,
    };
    const before = await reportsOf(train({ ...options, out }), 2);
    expect(before.every(({ notices }) => notices === undefined)).toBe(true);
    const after = await reportsOf(await resume(out, { environment: forgetful }));
    expect(after.map(({ iteration }) => iteration)).toEqual([3, 4]);
    expect(after[0]!.notices).toEqual([expect.stringContaining("Forgetful-v0 has no getState, so the 4 episodes")]);
    expect(after[1]!.notices).toBeUndefined();
  });
});

describe("a finished run", () => {
  it("has nothing left to do when it is resumed", async () => {
    const out = folder("finished");
    await train({ environment: walk, algorithm: ppo(small), totalSteps: 2 * STEPS, evaluation: false, out }).finish();
    const before = contentsOf(out);
    expect(await reportsOf(await resume(out, { environment: walk }))).toEqual([]);
    expect(contentsOf(out)).toEqual(before);
  });

  it("can be extended, and then equals one that was meant to be that long", async () => {
    const [short, long] = [folder("extended"), folder("long")];
    const options = { environment: walk, algorithm: ppo(small), evaluation: false as const };
    await train({ ...options, totalSteps: 2 * STEPS, out: short }).finish();
    await (await resume(short, { environment: walk, totalSteps: 4 * STEPS })).finish();
    await train({ ...options, totalSteps: 4 * STEPS, out: long }).finish();
    expect(contentsOf(short)).toEqual(contentsOf(long));
    // the new length is kept: resuming again needs no reminder
    expect(await reportsOf(await resume(short, { environment: walk }))).toEqual([]);
  });
});

describe("what ends a run early", () => {
  it("a return that was to be reached is remembered when the run is resumed", async () => {
    const out = folder("until");
    const options = { environment: walk, algorithm: ppo(small), totalSteps: 20 * STEPS };
    const run = train({ ...options, until: -1000, evaluation: { everySteps: 256, episodes: 2 }, out });
    await reportsOf(run, 1);
    expect(run.reachedUntil).toBe(false);
    const resumed = await resume(out, { environment: walk });
    const reports = await reportsOf(resumed);
    expect(reports.map(({ iteration }) => iteration)).toEqual([2]);
    expect(resumed.reachedUntil).toBe(true);
  });

  it("a return that was reached stays reached, unless another number of steps or another return is asked for", async () => {
    const out = folder("until reached");
    const evaluation = { everySteps: 256, episodes: 2 };
    const options = { environment: walk, algorithm: ppo(small), totalSteps: 6 * STEPS, evaluation };
    await train({ ...options, until: -1000, out }).finish();
    const resumed = await resume(out, { environment: walk });
    expect(await reportsOf(resumed)).toEqual([]);
    expect(resumed).toMatchObject({ reachedUntil: true, until: -1000 });
    expect(await reportsOf(await resume(out, { environment: walk, until: -999 }))).toHaveLength(2);
    expect(await reportsOf(await resume(out, { environment: walk, totalSteps: 5 * STEPS }))).toHaveLength(1);
  });

  it("a return cannot be asked for where the run has no evaluation", async () => {
    const out = folder("until without evaluation");
    await train({ environment: walk, algorithm: ppo(small), totalSteps: STEPS, evaluation: false, out }).finish();
    const resuming = resume(out, { environment: walk, until: 3 });
    await expect(resuming).rejects.toMatchObject({ code: "until-without-evaluation" });
  });

  it("until: null trains on to the last step", async () => {
    const out = folder("until dropped");
    const evaluation = { everySteps: 256, episodes: 2 };
    const options = { environment: walk, algorithm: ppo(small), totalSteps: 6 * STEPS, evaluation };
    await train({ ...options, until: -1000, out }).finish();
    const resumed = await resume(out, { environment: walk, until: null });
    await resumed.finish();
    expect(resumed.stepsDone).toBe(6 * STEPS);
    expect(resumed.reachedUntil).toBeNull();
  });

  it.each([
    { options: { until: Number.POSITIVE_INFINITY }, message: '"until" is Infinity' },
    { options: { totalStep: 5 }, message: 'no option "totalStep"' },
  ])("resume with $options is an error that names the key", async ({ options, message }) => {
    const out = folder(`bad options ${Object.keys(options)}`);
    await train({ environment: walk, algorithm: ppo(small), totalSteps: STEPS, evaluation: false, out }).finish();
    await expect(resume(out, { environment: walk, ...options })).rejects.toThrow(message);
  });

  it("a signal stops after the current iteration and saves", async () => {
    const out = folder("signal");
    const controller = new AbortController();
    const run = train({
      environment: walk,
      algorithm: ppo(small),
      totalSteps: 20 * STEPS,
      out,
      signal: controller.signal,
    });
    for await (const { iteration } of run) if (iteration === 2) controller.abort();
    expect((readCheckpoint(out, "last") as { iteration: number }).iteration).toBe(2);
  });

  it("a reward of NaN names the environment and the step, and leaves the last checkpoint loadable", async () => {
    const out = folder("breaking");
    // copy 0 lives 32 steps per iteration, so its 70th is in the third
    const environment = breaking(70);
    const options = { environment, algorithm: ppo(small), totalSteps: 10 * STEPS, evaluation: false as const };
    const sink = memorySink();
    const running = train({ ...options, out, checkpointSeconds: 0, sinks: [sink] }).finish();
    await expect(running).rejects.toBeInstanceOf(RunError);
    await expect(running).rejects.toThrow(
      'The reward is NaN in environment "Breaking-v0", copy 0, step 20 of its episode',
    );
    await expect(running).rejects.toMatchObject({
      code: "non-finite-reward",
      fix: expect.stringContaining(`Training had taken 256 steps; the last checkpoint in ${out} is of step 256.`),
    });
    expect(sink.records).toHaveLength(2);
    expect(readCheckpoint(out, "last")).toMatchObject({ iteration: 2 });
    const reports = await reportsOf(await resume(out, { environment: breaking(1e9) }), 1);
    expect(reports[0]!.iteration).toBe(3);
  });

  it("a sink that fails does not overwrite the last good checkpoint", async () => {
    const out = folder("failing sink");
    let rows = 0;
    const sink = {
      write() {
        if (++rows === 3) throw new Error("disk full");
      },
      close() {},
    };
    const options = { environment: walk, algorithm: ppo(small), totalSteps: 6 * STEPS, evaluation: false as const };
    const running = train({ ...options, out, checkpointSeconds: 0, sinks: [sink] }).finish();
    await expect(running).rejects.toThrow("disk full");
    expect(readCheckpoint(out, "last")).toMatchObject({ iteration: 2 });
    const [whole, resumed] = [folder("no failing sink"), out];
    await train({ ...options, out: whole }).finish();
    await (await resume(resumed, { environment: walk })).finish();
    expect(contentsOf(resumed)).toEqual(contentsOf(whole));
  });
});

describe("what cannot be resumed", () => {
  it("a folder that is no run", async () => {
    await expect(resume(folder("nothing"))).rejects.toMatchObject({ code: "not-a-run" });
  });

  it("a run of another environment", async () => {
    const out = folder("other environment");
    await reportsOf(train({ environment: "CartPole-v1", algorithm: ppo(small), out }), 1);
    const resuming = resume(out, { environment: walk });
    await expect(resuming).rejects.toMatchObject({ code: "wrong-environment" });
    await expect(resuming).rejects.toThrow("CartPole-v1, not on Walk-v0");
  });

  it("a run whose network was a function, until it is given again", async () => {
    const out = folder("network function");
    const algorithm = ppo({
      ...small,
      network: (_scope, observation) => ({ policy: observation, value: observation }),
    });
    await reportsOf(train({ environment: walk, algorithm, totalSteps: 2 * STEPS, out }), 1);
    const resuming = resume(out, { environment: walk });
    await expect(resuming).rejects.toBeInstanceOf(UsageError);
    await expect(resuming).rejects.toMatchObject({
      message: expect.stringContaining("network a function"),
      fix: expect.stringContaining("Give `algorithm`"),
    });
    expect(await reportsOf(await resume(out, { environment: walk, algorithm }))).toHaveLength(1);
  });

  it("a run with another network than it was trained with", async () => {
    const out = folder("other network");
    await reportsOf(train({ environment: walk, algorithm: ppo(small), totalSteps: 2 * STEPS, out }), 1);
    const algorithm = ppo({ ...small, network: { hidden: [8] } });
    const resuming = resume(out, { environment: walk, algorithm }).then((run) => run.finish());
    await expect(resuming).rejects.toMatchObject({ code: "checkpoint-mismatch" });
  });

  it("a run of an algorithm of one's own, until it is given again", async () => {
    const out = folder("own algorithm");
    const algorithm = { ...ppo(small), name: "mine" };
    await reportsOf(train({ environment: walk, algorithm, totalSteps: 2 * STEPS, out }), 1);
    const resuming = resume(out, { environment: walk });
    await expect(resuming).rejects.toMatchObject({
      code: "missing-algorithm",
      message: expect.stringContaining('"mine"'),
      fix: expect.stringContaining("Give `algorithm`"),
    });
    expect(await reportsOf(await resume(out, { environment: walk, algorithm }))).toHaveLength(1);
  });

  it("a run whose options were changed by hand", async () => {
    const out = folder("edited");
    await reportsOf(train({ environment: walk, algorithm: ppo(small), totalSteps: 2 * STEPS, out }), 1);
    const path = join(out, "run.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace('"nSteps": 32', '"nSteps": 64'));
    await expect(resume(out, { environment: walk })).rejects.toMatchObject({
      code: "checkpoint-mismatch",
      message: expect.stringContaining("nSteps is 64, but the checkpoint"),
    });
    writeFileSync(path, text);
    expect(await reportsOf(await resume(out, { environment: walk }))).toHaveLength(1);
  });

  it("a run whose settings cannot be read", async () => {
    const out = folder("unreadable");
    mkdirSync(join(out, "run.json"), { recursive: true });
    await expect(resume(out)).rejects.toMatchObject({ code: "not-a-file" });
  });

  it("a run whose settings were damaged", async () => {
    const out = folder("damaged");
    await reportsOf(train({ environment: walk, algorithm: ppo(small), totalSteps: 2 * STEPS, out }), 1);
    const path = join(out, "run.json");
    const settings = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...settings, seed: "one" }));
    await expect(resume(out, { environment: walk })).rejects.toThrow("seed");
    writeFileSync(path, "{");
    await expect(resume(out, { environment: walk })).rejects.toMatchObject({ code: "run-corrupt" });
  });
});

describe("the folder of a run", () => {
  const options = { environment: walk, algorithm: ppo(small), totalSteps: STEPS, evaluation: false as const };

  it("is not overwritten unless that is allowed", async () => {
    const out = folder("twice");
    await train({ ...options, out }).finish();
    await expect(train({ ...options, out }).finish()).rejects.toMatchObject({ code: "run-exists" });
    await train({ ...options, seed: 2, out, overwrite: true }).finish();
    expect(contentsOf(out).jsonLines).toHaveLength(1);
  });

  it("keeps its run until the one that is to overwrite it can begin", async () => {
    const out = folder("kept");
    await train({ ...options, out }).finish();
    const before = contentsOf(out);
    const impossible = ppo({ ...small, exploration: { stateDependent: true } });
    const running = train({ ...options, algorithm: impossible, out, overwrite: true }).finish();
    await expect(running).rejects.toBeInstanceOf(UsageError);
    expect(contentsOf(out)).toEqual(before);
    expect(existsSync(join(out, "run.lock"))).toBe(false);
  });

  it("belongs to one training at a time", async () => {
    const out = folder("busy");
    const run = train({ ...options, totalSteps: 3 * STEPS, out });
    const early = await (async () => {
      for await (const { iteration } of run) {
        if (iteration > 1) break;
        for (const other of [
          train({ ...options, out, overwrite: true }).finish(),
          resume(out, { environment: walk }).then((second) => second.finish()),
        ]) {
          await expect(other).rejects.toMatchObject({
            code: "run-in-use",
            message: expect.stringContaining(`Process ${process.pid} `),
          });
        }
      }
      return contentsOf(out).jsonLines.length;
    })();
    expect(early).toBe(2);
    const [first, second] = [await resume(out, { environment: walk }), await resume(out, { environment: walk })];
    await first.finish();
    // It was loaded before the other one went on.
    await expect(second.finish()).rejects.toMatchObject({ code: "run-in-use" });
    expect(contentsOf(out).jsonLines).toHaveLength(3);
    expect(existsSync(join(out, "run.lock"))).toBe(false);
  });

  it("is free again after a training that failed", async () => {
    const out = folder("failed at once");
    await expect(train({ ...options, environment: breaking(1), out }).finish()).rejects.toMatchObject({
      fix: expect.stringContaining("is of step 0."),
    });
    expect(existsSync(join(out, "run.lock"))).toBe(false);
  });

  it("goes on from its best checkpoint, too", async () => {
    const [whole, again] = [folder("best whole"), folder("best again")];
    const settings = { ...options, totalSteps: 6 * STEPS, evaluation: { everySteps: 256, episodes: 3 } };
    await train({ ...settings, out: whole }).finish();
    await train({ ...settings, out: again }).finish();
    copyFileSync(join(again, "best.checkpoint"), join(again, "last.checkpoint"));
    await (await resume(again, { environment: walk })).finish();
    expect(contentsOf(again)).toEqual(contentsOf(whole));
  });

  it("is never overwritten where it holds something else than a run", async () => {
    const out = folder("precious");
    await train({ ...options, out }).finish();
    const file = join(out, "run.json");
    writeFileSync(join(folder("precious"), "notes.txt"), "mine");
    await train({ ...options, out, overwrite: true }).finish();
    expect(existsSync(join(out, "notes.txt"))).toBe(true);
    expect(existsSync(file)).toBe(true);
  });
});
