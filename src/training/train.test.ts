import { describe, expect, it } from "vitest";
import { type PpoOptions, ppo } from "../algorithms/index.js";
import { defineEnvironment, pendulum } from "../environments/index.js";
import { walk } from "../environments/testing.js";
import { UsageError } from "../errors.js";
import { box } from "../spaces/index.js";
import { evaluatePolicy, presetFor, type TrainOptions, train } from "./index.js";
import { reportsOf } from "./testing/runs.js";

const small: PpoOptions = { nEnvs: 4, nSteps: 32, batchSize: 64, nEpochs: 3, network: { hidden: [16] } };
const brief = { environment: walk, algorithm: ppo(small), totalSteps: 256, evaluation: false as const };

describe("options of train", () => {
  it.each([
    { options: { totalStep: 1 }, message: '"totalStep"', fix: '"totalSteps"' },
    { options: { algoritm: ppo() }, message: '"algoritm"', fix: 'Did you mean "algorithm"? Options: environment,' },
    { options: { totalSteps: 1.5 }, message: '"totalSteps" is 1.5', fix: "whole number" },
    { options: { seed: -1 }, message: '"seed" is -1', fix: "0 or more" },
    { options: { evaluation: { episode: 3 } }, message: '"evaluation.episode"', fix: '"evaluation.episodes"' },
    { options: { algorithm: "ppo" }, message: '"algorithm" is "ppo"', fix: "ppo()" },
    { options: { environment: undefined }, message: "no environment", fix: "defineEnvironment" },
    { options: { sinks: { write() {}, close() {} } }, message: '"sinks" is another object', fix: "array" },
    { options: { warmStart: "x.onnx" }, message: '"warmStart" is "x.onnx"', fix: "Policy.load" },
    { options: { out: "" }, message: '"out" is ""', fix: "folder" },
    { options: { until: 3, evaluation: false }, message: "until is 3", fix: "evaluation" },
  ])("$message is an error that names the key, before anything runs", ({ options, message, fix }) => {
    let thrown: unknown;
    try {
      train({ ...brief, evaluation: {}, ...options } as TrainOptions);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UsageError);
    expect((thrown as UsageError).message).toContain(message);
    expect((thrown as UsageError).fix).toContain(fix);
  });

  it("an unknown environment is an error that suggests the nearest one", () => {
    expect(() => train({ environment: "CartPol-v1" })).toThrow('There is no environment "CartPol-v1"');
  });
});

describe("a run", () => {
  it("reports whole iterations until the steps are done", async () => {
    const reports = await reportsOf(train({ ...brief, totalSteps: 200 }));
    expect(reports.map(({ steps, iteration }) => [steps, iteration])).toEqual([
      [128, 1],
      [256, 2],
    ]);
  });

  it("can be iterated once", async () => {
    const run = train(brief);
    await run.finish();
    await expect(run.finish()).rejects.toMatchObject({ code: "already-started" });
  });

  it("has no policy before it starts", () => {
    expect(() => train(brief).policy).toThrow("There is no policy before training has started.");
  });

  it("evaluates every so many steps, with episodes of its own each time", async () => {
    const run = train({ ...brief, totalSteps: 640, evaluation: { everySteps: 256, episodes: 4 } });
    const reports = await reportsOf(run);
    expect(reports.map(({ evaluation }) => evaluation?.episodes)).toEqual([undefined, 4, undefined, 4, undefined]);
    expect(reports[3]!.evaluation!.returns).not.toEqual(reports[1]!.evaluation!.returns);
  });

  it("stops at the first evaluation that reaches what was asked for", async () => {
    const run = train({ ...brief, totalSteps: 10_000, until: -1e9, evaluation: { everySteps: 256, episodes: 2 } });
    expect(await reportsOf(run)).toHaveLength(2);
    expect(run.reachedUntil).toBe(true);
  });

  it("counts episodes and averages their returns", async () => {
    const reports = await reportsOf(train({ ...brief, totalSteps: 1280 }));
    const last = reports.at(-1)!;
    expect(last.episodeReturn.episodes).toBeGreaterThan(20);
    expect(last.metrics["charts/episodic_return"]).toBe(last.episodeReturn.mean);
    expect(last.episodeReturn.mean).toBeLessThan(1);
  });

  it("splits its time", async () => {
    const run = train(brief);
    await run.finish();
    for (const part of Object.values(run.timeSplit)) expect(part).toBeGreaterThan(0);
    expect(run.stepsPerSecond).toBeGreaterThan(0);
  });
});

describe("a warm start", () => {
  const still = ppo({ ...small, learningRate: 0 });

  it("begins with the policy's parameters", async () => {
    const source = train(brief);
    await source.finish();
    const target = train({ ...brief, algorithm: still, seed: 99, totalSteps: 128, warmStart: source.policy });
    await target.finish();
    expect([...target.policy.constants]).toEqual([...source.policy.constants]);
  });

  it("takes the policy's observation statistics over, so that its actions stay the same", async () => {
    const normalizing = { ...small, normalizeObservation: true };
    const source = train({ ...brief, algorithm: ppo(normalizing), totalSteps: 2048 });
    await source.finish();
    const algorithm = ppo({ ...normalizing, nEnvs: 1, nSteps: 64, learningRate: 0 });
    const target = train({ ...brief, algorithm, totalSteps: 64, warmStart: source.policy });
    await target.finish();
    const [before, after] = [source.policy, target.policy].map(({ constants }) => constants.get("normalizer/shift")!);
    // 64 more observations beside the 2048 that the statistics stand for
    for (const [i, value] of after!.entries()) expect(Math.abs(value - before![i]!)).toBeLessThan(0.2);
  });

  it("refuses a policy that was trained without normalized observations where they are normalized", async () => {
    const source = train(brief);
    await source.finish();
    const target = train({
      ...brief,
      algorithm: ppo({ ...small, normalizeObservation: true }),
      warmStart: source.policy,
    });
    await expect(target.finish()).rejects.toMatchObject({
      code: "warm-start-mismatch",
      fix: "Set normalizeObservation to false.",
    });
  });

  it("from a policy of another network names what does not fit", async () => {
    const source = train({ ...brief, algorithm: ppo({ ...small, network: { hidden: [8] } }) });
    await source.finish();
    const target = train({ ...brief, warmStart: source.policy }).finish();
    await expect(target).rejects.toMatchObject({ code: "warm-start-mismatch" });
    await expect(target).rejects.toThrow('16 numbers for "policy/layer0/weight", but the network needs 32');
  });
});

describe("evaluation", () => {
  it.each([0, 1.5, 1e9, Number.NaN])("of %d episodes is refused before anything runs", async (episodes) => {
    const run = train(brief);
    await run.finish();
    const refused = { code: "invalid-option", fix: "Use a whole number from 1 to 100000." };
    await expect(run.evaluate(episodes)).rejects.toMatchObject(refused);
    await expect(evaluatePolicy(run.policy, walk, { episodes })).rejects.toMatchObject(refused);
  });

  it("counts every copy's first episode", async () => {
    const run = train({ ...brief, environment: "CartPole-v1", totalSteps: 512 });
    await run.finish();
    const result = await run.evaluate(10);
    expect(result.returns).toHaveLength(10);
    const mean = result.returns.reduce((a, b) => a + b) / 10;
    expect(result.mean).toBeCloseTo(mean, 10);
    expect(result.std).toBeCloseTo(Math.sqrt(result.returns.reduce((t, r) => t + (r - mean) ** 2, 0) / 10), 10);
    // a step of CartPole pays 1
    expect(result.meanLength).toBe(result.mean);
  });

  it("of a policy in an environment with other spaces is an error that names both", async () => {
    const run = train(brief);
    await run.finish();
    await expect(evaluatePolicy(run.policy, pendulum)).rejects.toMatchObject({
      code: "space-mismatch",
      message: expect.stringContaining("Pendulum-v1"),
    });
  });

  it("of an exported policy is repeatable, greedy or sampled", async () => {
    const run = train({ ...brief, environment: pendulum, algorithm: ppo({ ...small, normalizeObservation: true }) });
    await run.finish();
    const { policy } = run;
    for (const deterministic of [true, false]) {
      const options = { episodes: 3, seed: 4, deterministic };
      const [first, second] = [
        await evaluatePolicy(policy, pendulum, options),
        await evaluatePolicy(policy, pendulum, options),
      ];
      expect(second).toEqual(first);
      expect(await evaluatePolicy(policy, pendulum, { ...options, seed: 5 })).not.toEqual(first);
    }
  });
});

describe("squashed actions", () => {
  it("reach the training environments, in-training evaluation, the exported policy and its evaluation alike", async () => {
    const actionSpace = box({ shape: [1], low: 1, high: 3 });
    const sent: number[] = [];
    // Pays what it is sent: the mean action of an untrained policy is near the middle of the bounds, 2.
    const paying = defineEnvironment({
      id: "Paying-v0",
      observationSpace: box({ shape: [1], low: -1, high: 1 }),
      actionSpace,
      maxEpisodeSteps: 5,
      create: () => ({
        reset: () => [0.5],
        step(action) {
          sent.push(action[0]!);
          return { observation: [0.5], reward: action[0]!, terminated: false };
        },
      }),
    });
    const algorithm = ppo({ nEnvs: 2, nSteps: 16, batchSize: 32, exploration: { squashed: true, initialLogStd: 1 } });
    const run = train({ environment: paying, algorithm, totalSteps: 64, evaluation: { everySteps: 64, episodes: 2 } });
    const last = await run.finish();
    expect(Math.min(...sent)).toBeLessThan(1.5);
    expect(Math.max(...sent)).toBeGreaterThan(2.5);
    expect(sent.every((action) => action >= 1 && action <= 3)).toBe(true);
    const ofPolicy = await evaluatePolicy(run.policy, paying, { episodes: 2 });
    expect(last!.evaluation!.mean).toBeCloseTo(ofPolicy.mean, 4);
    const { action } = await run.policy.act([0.5]);
    expect((action as Float32Array)[0]! * 5).toBeCloseTo(ofPolicy.mean, 4);
    expect(last!.metrics["ratios/first_deviation"]).toBeLessThan(1e-4);
  });
});

describe("the preset", () => {
  it("of CartPole solves it within its budget", async () => {
    const { totalSteps } = presetFor("CartPole-v1");
    const run = train({ environment: "CartPole-v1", until: 475, seed: 1 });
    await run.finish();
    expect(run.stepsDone).toBeLessThanOrEqual(totalSteps);
    expect(run.reachedUntil).toBe(true);
    expect((await run.evaluate(20)).mean).toBeGreaterThanOrEqual(475);
  });

  it("of other environments is general", () => {
    expect(presetFor("Unheard-of-v3")).toEqual({ totalSteps: 1_000_000, ppo: {} });
  });
});
