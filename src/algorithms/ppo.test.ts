import { describe, expect, it } from "vitest";
import { defineEnvironment, type EnvironmentDefinition, pendulum } from "../environments/index.js";
import { box, discrete, multiDiscrete } from "../spaces/index.js";
import { type PpoOptions, ppo } from "./index.js";
import { practice, softmaxOf } from "./testing/learn.js";
import { bandit, continuousBandit, delayedChoice, tenSteps, twoStates } from "./testing/probes.js";

const small: PpoOptions = { nEnvs: 4, nSteps: 16, batchSize: 16, nEpochs: 4, network: { hidden: [16] } };

/** Two actions at once, of which one is paid for. */
function twoChoices(): EnvironmentDefinition {
  return defineEnvironment({
    id: "TwoChoices-v0",
    observationSpace: box({ shape: [1], low: -1, high: 1 }),
    actionSpace: multiDiscrete([2, 3]),
    create: (random) => {
      const look = () => [random.uniform(-1, 1)];
      return {
        reset: look,
        step: (action) => ({ observation: look(), reward: action[1]!, terminated: random.integer(4) === 0 }),
        // nothing is remembered from step to step; without these a resumed copy would begin a new episode
        getState: () => null,
        setState: () => {},
      };
    },
  });
}

/** One combination for each kind of policy. */
const policies: { name: string; definition: EnvironmentDefinition; options: PpoOptions }[] = [
  { name: "categorical", definition: twoStates(), options: {} },
  { name: "masked categorical", definition: twoStates(true), options: {} },
  { name: "multi-categorical", definition: twoChoices(), options: {} },
  { name: "Gaussian", definition: pendulum, options: {} },
  { name: "state-dependent exploration", definition: pendulum, options: { exploration: { stateDependent: true } } },
  { name: "shared trunk", definition: pendulum, options: { network: { hidden: [16], shared: true } } },
];

describe("several steps in one run", () => {
  // A limit that is never reached makes it decide after every step, and so take them one by one.
  it.each(policies)("are the same, bit for bit, as one by one: $name", async ({ definition, options }) => {
    const together = await practice(definition, ppo({ ...small, ...options }));
    const apart = await practice(definition, ppo({ ...small, ...options, targetKl: 1e9 }));
    for (let update = 0; update < 3; update++) expect(await together.learn(1)).toEqual(await apart.learn(1));
    expect(together.learner.getState()).toEqual(apart.learner.getState());
  });
});

describe("PPO learns", () => {
  const fast: PpoOptions = { ...small, learningRate: 1e-2 };

  it("which arm of a bandit pays", async () => {
    const { learn, look } = await practice(bandit([0, 1, 0.5]), ppo(fast));
    await learn(20);
    const { distribution, value } = await look([1]);
    expect(softmaxOf(distribution)[1]).toBeGreaterThan(0.95);
    expect(value).toBeGreaterThan(0.8);
  });

  it("where a continuous bandit pays most", async () => {
    const { learn, look } = await practice(continuousBandit(0.7), ppo(fast));
    await learn(60);
    const [mean, logStd] = (await look([1])).distribution as [number, number];
    expect(mean).toBeCloseTo(0.7, 1);
    expect(logStd).toBeLessThan(-0.5);
  });

  it.each([false, true])("to act by what it sees (masked: %s)", async (masked) => {
    const { learn, look } = await practice(twoStates(masked), ppo(fast));
    await learn(30);
    const mask = masked ? [1, 1, 0] : undefined;
    expect(softmaxOf((await look([1], mask)).distribution)[1]).toBeGreaterThan(0.95);
    expect(softmaxOf((await look([-1], mask)).distribution)[0]).toBeGreaterThan(0.95);
  });

  it("a choice that pays one step later", async () => {
    const { learn, look } = await practice(delayedChoice(), ppo(fast));
    await learn(30);
    expect(softmaxOf((await look([1, 0])).distribution)[1]).toBeGreaterThan(0.95);
    expect((await look([1, 0])).value).toBeGreaterThan(0.8);
  });

  // With γ = 0.9 a reward of 1 for ever is worth 10. To treat the time limit as the end would give 5.26 (the fixed
  // point of temporal differences) or 4.14 (the mean of the returns).
  it.each([
    { end: "truncation", low: 9.8, high: 10.2 },
    { end: "termination", low: 4, high: 6 },
  ] as const)("what a state is worth that is left by $end alone", async ({ end, low, high }) => {
    const options = {
      ...small,
      gamma: 0.9,
      nSteps: 32,
      batchSize: 128,
      nEpochs: 10,
      learningRate: { from: 2e-2, to: 1e-4 },
    };
    const { learn, look } = await practice(tenSteps(end), ppo(options));
    await learn(80);
    const { value } = await look([1]);
    expect(value).toBeGreaterThan(low);
    expect(value).toBeLessThan(high);
  });
});

describe.each(policies)("with a $name policy", ({ definition, options }) => {
  const wholeBatch = { ...small, batchSize: 64, nEpochs: 1, ...options };

  it("the first minibatch of the first epoch has ratio 1, divergence 0 and nothing clipped", async () => {
    const { learn } = await practice(definition, ppo(wholeBatch));
    for (let update = 0; update < 3; update++) {
      const metrics = await learn(1);
      expect(metrics["ratios/first_deviation"]).toBeLessThanOrEqual(1e-6);
      expect(metrics["losses/approx_kl"]).toBeLessThanOrEqual(1e-6);
      expect(Math.abs(metrics["losses/old_approx_kl"]!)).toBeLessThanOrEqual(1e-6);
      expect(metrics["losses/clipfrac"]).toBe(0);
    }
  });

  it("so it has after resuming, which continues exactly", async () => {
    const algorithm = ppo({ ...small, ...options });
    const first = await practice(definition, algorithm);
    await first.learn(2);
    const saved = structuredClone({ learner: first.learner.getState(), actor: first.actor.getState() });
    const expected = [await first.learn(1), await first.learn(1)];
    const second = await practice(definition, algorithm, 77);
    second.learner.setState(saved.learner);
    second.actor.setState(saved.actor);
    const metrics = [await second.learn(1), await second.learn(1)];
    expect(metrics[0]!["ratios/first_deviation"]).toBeLessThanOrEqual(1e-6);
    expect(metrics).toEqual(expected);
    expect(second.learner.parameters).toEqual(first.learner.parameters);
  });

  it("later minibatches measure how far the policy has moved", async () => {
    const { learn } = await practice(definition, ppo({ ...small, learningRate: 1e-2, ...options }));
    const metrics = await learn(1);
    expect(metrics["losses/approx_kl"]).toBeGreaterThan(1e-5);
    expect(metrics["ratios/max"]).toBeGreaterThan(1);
    expect(metrics["charts/gradient_steps"]).toBe(16);
  });
});

describe("PPO", () => {
  it("begins with a nearly uniform policy", async () => {
    const definition = defineEnvironment({
      id: "Six-v0",
      observationSpace: box({ shape: [4], low: -3, high: 3 }),
      actionSpace: discrete(6),
      create: (random) => {
        const observe = () => Array.from({ length: 4 }, () => random.uniform(-3, 3));
        return { reset: observe, step: () => ({ observation: observe(), reward: 0, terminated: false }) };
      },
    });
    const { learn } = await practice(definition, ppo({ nEnvs: 4, nSteps: 32, batchSize: 128, nEpochs: 1 }));
    expect((await learn(1))["losses/entropy"]).toBeGreaterThanOrEqual(0.999 * Math.log(6));
  });

  it("stops before the step whose divergence exceeds 1.5 times the target, and keeps the parameters of that moment", async () => {
    const options = { ...small, batchSize: 64, learningRate: 3e-3, nEpochs: 20 };
    const stopping = await practice(twoStates(), ppo({ ...options, targetKl: 0.01 }));
    const metrics = await stopping.learn(1);
    const steps = metrics["charts/gradient_steps"]!;
    expect(steps).toBeGreaterThan(1);
    expect(steps).toBeLessThan(20);
    const same = await practice(twoStates(), ppo({ ...options, nEpochs: steps }));
    await same.learn(1);
    expect(stopping.learner.parameters).toEqual(same.learner.parameters);
    // without a target: the divergence that the n-th step of the whole batch meets
    const totalDivergence = async (nEpochs: number) =>
      (await (await practice(twoStates(), ppo({ ...options, nEpochs }))).learn(1))["losses/approx_kl"]! * nEpochs;
    const met = [await totalDivergence(steps - 1), await totalDivergence(steps), await totalDivergence(steps + 1)];
    expect(met[1]! - met[0]!).toBeLessThanOrEqual(0.015);
    expect(met[2]! - met[1]!).toBeGreaterThan(0.015);
  });

  it("follows its schedules", async () => {
    const { collect, learner } = await practice(
      twoStates(),
      ppo({ ...small, learningRate: { from: 1e-3, to: 0 }, clipRange: { from: 0.2, to: 0.1 } }),
    );
    for (const k of [1, 2, 3, 4]) {
      const metrics = await learner.update(await collect(), (k - 1) / 4);
      expect(metrics["charts/learning_rate"]).toBeCloseTo((1 - (k - 1) / 4) * 1e-3, 12);
      expect(metrics["charts/clip_range"]).toBeCloseTo(0.2 - (0.1 * (k - 1)) / 4, 12);
    }
  });

  it("with a learning rate of 0 changes nothing", async () => {
    const { learn, learner } = await practice(twoStates(), ppo({ ...small, learningRate: 0 }));
    const before = learner.parameters.slice();
    await learn(1);
    expect(learner.parameters).toEqual(before);
  });

  it("adapts the learning rate to the divergence at each step, but not before anything was learned", async () => {
    const options = { ...small, batchSize: 64, nEpochs: 3, learningRate: 1e-4 };
    const tame = await practice(twoStates(), ppo({ ...options, desiredKl: 10 }));
    // the first step meets a divergence of 0, the next two one that is far too small
    expect((await tame.learn(1))["charts/learning_rate"]).toBeCloseTo(1e-4 * 1.5 ** 2, 12);
    const strict = await practice(twoStates(), ppo({ ...options, desiredKl: 1e-8 }));
    expect((await strict.learn(1))["charts/learning_rate"]).toBeCloseTo(1e-4 / 1.5 ** 2, 12);
  });

  it("adapts the learning rate once per iteration where asked to, for the next one", async () => {
    const options = { ...small, batchSize: 16, nEpochs: 3, learningRate: 1e-4, adaptPer: "iteration" } as const;
    for (const [desiredKl, factor] of [
      [10, 1.5],
      [1e-8, 1 / 1.5],
    ] as const) {
      const { learn } = await practice(twoStates(), ppo({ ...options, desiredKl }));
      expect((await learn(1))["charts/learning_rate"]).toBe(1e-4);
      expect((await learn(1))["charts/learning_rate"]).toBeCloseTo(1e-4 * factor, 12);
    }
  });

  it("the divergence that it adapts to may move over training", async () => {
    const desiredKl = { from: 1e-8, to: 100 };
    const options = { ...small, batchSize: 16, nEpochs: 3, learningRate: 1e-4, adaptPer: "iteration" } as const;
    const { learn } = await practice(twoStates(), ppo({ ...options, desiredKl }));
    // the first update's divergence is above what is desired then, the second one's below
    expect((await learn(2))["charts/learning_rate"]).toBeCloseTo(1e-4 / 1.5, 12);
    expect((await learn(1))["charts/learning_rate"]).toBeCloseTo(1e-4, 12);
  });

  it("an adapted learning rate outlives the update and the checkpoint", async () => {
    const algorithm = ppo({ ...small, batchSize: 64, nEpochs: 3, learningRate: 1e-4, desiredKl: 10 });
    const first = await practice(twoStates(), algorithm);
    await first.learn(1);
    const second = await practice(twoStates(), algorithm);
    second.learner.setState(structuredClone(first.learner.getState()));
    expect((await second.learn(1))["charts/learning_rate"]).toBeCloseTo(1e-4 * 1.5 ** 4, 10);
  });

  it("clips the values' change where asked to", async () => {
    const clipped = await practice(tenSteps("truncation"), ppo({ ...small, learningRate: 1e-2, clipRangeValue: 0.01 }));
    const free = await practice(tenSteps("truncation"), ppo({ ...small, learningRate: 1e-2 }));
    await clipped.learn(3);
    await free.learn(3);
    expect((await clipped.look([1])).value).toBeLessThan((await free.look([1])).value);
  });

  it("in its plain form differs from the pessimistic one only outside the clip range", async () => {
    const run = async (pessimistic: boolean, learningRate: number) => {
      const { learn, learner } = await practice(twoStates(), ppo({ ...small, pessimistic, learningRate }));
      await learn(1);
      return learner.parameters.slice();
    };
    expect(await run(true, 1e-4)).toEqual(await run(false, 1e-4));
    expect(await run(true, 3e-2)).not.toEqual(await run(false, 3e-2));
  });

  it("an entropy bonus keeps the policy more random", async () => {
    const entropyAfter = async (entropyCoefficient: number) => {
      const { learn } = await practice(bandit([0, 1]), ppo({ ...small, learningRate: 1e-2, entropyCoefficient }));
      return (await learn(15))["losses/entropy"]!;
    };
    expect(await entropyAfter(0.5)).toBeGreaterThan((await entropyAfter(0)) + 0.1);
  });

  it("takes a network of one's own", async () => {
    const { learn, learner, look } = await practice(
      twoStates(),
      ppo({
        ...small,
        learningRate: 1e-2,
        network: (_scope, observation) => ({ policy: observation, value: observation }),
      }),
    );
    expect(learner.model.parameters.layout.map(({ name }) => name)).toEqual([
      "policy/head/weight",
      "policy/head/bias",
      "value/head/weight",
      "value/head/bias",
    ]);
    await learn(40);
    expect(softmaxOf((await look([1])).distribution)[1]).toBeGreaterThan(0.9);
  });

  it("starts from given parameters with a fresh optimizer", async () => {
    const options = ppo(small);
    const source = await practice(twoStates(), options);
    await source.learn(3);
    const target = await practice(twoStates(), options, 5);
    target.learner.warmStart(source.learner.parameters);
    expect(target.learner.parameters).toEqual(source.learner.parameters);
    const fresh = (target.learner.getState() as { step: { firstMoment: Float32Array; steps: number } }).step;
    expect(fresh.steps).toBe(0);
    expect(fresh.firstMoment.every((moment) => moment === 0)).toBe(true);
  });
});
