import { describe, expect, it } from "vitest";
import { type PpoOptions, ppo } from "../algorithms/index.js";
import { walk } from "../environments/testing.js";
import { type TrainOptions, train } from "./index.js";
import { timeless } from "./testing/contents.js";
import { reportsOf } from "./testing/runs.js";

const small: PpoOptions = { nEnvs: 4, nSteps: 32, batchSize: 64, nEpochs: 3, network: { hidden: [16] } };

const tasks: { name: string; options: TrainOptions }[] = [
  { name: "CartPole", options: { environment: "CartPole-v1", algorithm: ppo(small) } },
  {
    name: "Pendulum with state-dependent exploration and normalization",
    options: {
      environment: "Pendulum-v1",
      algorithm: ppo({
        ...small,
        normalizeObservation: true,
        normalizeReward: true,
        exploration: { stateDependent: true, samplePeriod: 5 },
      }),
    },
  },
  { name: "an environment of objects", options: { environment: walk, algorithm: ppo(small) } },
];

/** Four iterations: everything they report but times, and the policy they end with. */
async function outcome(options: TrainOptions) {
  const run = train({ totalSteps: 512, evaluation: { everySteps: 256, episodes: 3 }, ...options });
  const reports = await reportsOf(run);
  expect(reports).toHaveLength(4);
  return { metrics: reports.map(({ metrics }) => timeless(metrics)), policy: run.policy.toOnnx() };
}

const withoutEvaluation = (metrics: Record<string, number>) =>
  Object.fromEntries(Object.entries(metrics).filter(([name]) => !name.startsWith("evaluation/")));

describe.each(tasks)("training on $name", ({ options }) => {
  it("gives the same run for the same seed, bit for bit", async () => {
    expect(await outcome({ ...options, seed: 5 })).toEqual(await outcome({ ...options, seed: 5 }));
  });

  it("gives another run for another seed", async () => {
    const [one, other] = [await outcome({ ...options, seed: 5 }), await outcome({ ...options, seed: 6 })];
    expect(one.policy).not.toEqual(other.policy);
    expect(one.metrics).not.toEqual(other.metrics);
  });

  it("is not touched by evaluation", async () => {
    const never = await outcome({ ...options, evaluation: false });
    const often = await outcome({ ...options, evaluation: { everySteps: 128, episodes: 5 } });
    expect(often.policy).toEqual(never.policy);
    expect(often.metrics.every((metrics) => "evaluation/mean_return" in metrics)).toBe(true);
    expect(often.metrics.map(withoutEvaluation)).toEqual(never.metrics);
  });

  it("is not touched by asking for the policy or an evaluation in between", async () => {
    const undisturbed = await outcome(options);
    const run = train({ totalSteps: 512, evaluation: { everySteps: 256, episodes: 3 }, ...options });
    for await (const _ of run) {
      await run.evaluate(2);
      await run.policy.actBatch(new Float32Array(4 * 3 * 2));
    }
    expect(run.policy.toOnnx()).toEqual(undisturbed.policy);
  });
});

describe("training", () => {
  it("lowers the learning rate to (1 − (k − 1)/K) of the first one at update k of K", async () => {
    const algorithm = ppo({ ...small, learningRate: { from: 1e-3, to: 0 } });
    const reports = await reportsOf(
      train({ environment: "CartPole-v1", algorithm, totalSteps: 128 * 5, evaluation: false }),
    );
    for (const [i, { metrics }] of reports.entries()) {
      expect(metrics["charts/learning_rate"]).toBeCloseTo((1 - i / 5) * 1e-3, 12);
    }
  });

  it("starts every update with ratios of 1, and explains itself by finite numbers", async () => {
    for (const { options } of tasks) {
      const { metrics } = await outcome(options);
      for (const row of metrics) {
        expect(row["ratios/first_deviation"]).toBeLessThanOrEqual(1e-6);
        for (const [name, value] of Object.entries(row)) expect([name, Number.isFinite(value)]).toEqual([name, true]);
      }
    }
  });
});
