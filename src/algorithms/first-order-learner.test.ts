import { describe, expect, it } from "vitest";
import { type EnvironmentDefinition, pendulum } from "../environments/index.js";
import { type Algorithm, a2c, isPg, type LearnerOptions, ppoKl, ppoLagrangian, surrogate } from "./index.js";
import { practice, softmaxOf } from "./testing/learn.js";
import { bandit, continuousBandit, delayedChoice, twoStates } from "./testing/probes.js";

const small = { nEnvs: 4, nSteps: 16, network: { hidden: [16] } } as const;
const passes = { ...small, batchSize: 16, nEpochs: 4 } as const;

const algorithms: { name: string; create: (options?: LearnerOptions) => Algorithm }[] = [
  { name: "a2c", create: (options) => a2c({ ...small, optimizer: "adam", ...options }) },
  { name: "a2c with RMSProp", create: (options) => a2c({ ...small, ...options }) },
  { name: "is-pg", create: (options) => isPg({ ...passes, ...options }) },
  { name: "is-pg with V-trace", create: (options) => isPg({ ...passes, vTrace: {}, ...options }) },
  { name: "surrogate", create: (options) => surrogate({ ...small, nEpochs: 4, ...options }) },
  { name: "ppo-kl", create: (options) => ppoKl({ ...passes, ...options }) },
  { name: "ppo-lagrangian", create: (options) => ppoLagrangian({ ...passes, ...options }) },
];

const policies: { policy: string; definition: EnvironmentDefinition; options: LearnerOptions; tolerance: number }[] = [
  { policy: "categorical", definition: twoStates(), options: {}, tolerance: 1e-6 },
  { policy: "masked categorical", definition: twoStates(true), options: {}, tolerance: 1e-6 },
  { policy: "Gaussian", definition: pendulum, options: {}, tolerance: 1e-5 },
  {
    policy: "state-dependent exploration",
    definition: pendulum,
    options: { exploration: { stateDependent: true } },
    tolerance: 1e-5,
  },
  {
    policy: "shared trunk",
    definition: twoStates(),
    options: { network: { hidden: [16], shared: true } },
    tolerance: 1e-6,
  },
];

describe.each(algorithms)("$name", ({ create }) => {
  it.each(policies)("with a $policy policy starts every update at ratios of 1", async (example) => {
    const { learn } = await practice(example.definition, create(example.options));
    for (let update = 0; update < 3; update++) {
      expect((await learn(1))["ratios/first_deviation"]).toBeLessThanOrEqual(example.tolerance);
    }
  });

  it.each(policies)("with a $policy policy continues exactly after resuming", async ({ definition, options }) => {
    const algorithm = create(options);
    const first = await practice(definition, algorithm);
    await first.learn(2);
    const saved = structuredClone({ learner: first.learner.getState(), actor: first.actor.getState() });
    const expected = [await first.learn(1), await first.learn(1)];
    const second = await practice(definition, algorithm, 77);
    second.learner.setState(saved.learner);
    second.actor.setState(saved.actor);
    expect([await second.learn(1), await second.learn(1)]).toEqual(expected);
    expect(second.learner.parameters).toEqual(first.learner.parameters);
  });

  it("explains an update by finite numbers: divergence, ratios, gradient", async () => {
    const { learn } = await practice(twoStates(), create({ learningRate: 1e-2 }));
    const metrics = await learn(1);
    for (const [name, value] of Object.entries(metrics)) expect([name, Number.isFinite(value)]).toEqual([name, true]);
    expect(metrics["losses/kl"]).toBeGreaterThan(1e-7);
    expect(metrics["losses/kl_max"]).toBeGreaterThanOrEqual(metrics["losses/kl"]!);
    expect(metrics["losses/gradient_norm"]).toBeGreaterThan(0);
    expect(metrics["ratios/quantile_05"]).toBeLessThan(1);
    expect(metrics["ratios/quantile_95"]).toBeGreaterThan(1);
  });

  it("learns which arm of a bandit pays, and what it is worth", async () => {
    const { learn, look } = await practice(bandit([0, 1, 0.5]), create({ learningRate: 1e-2 }));
    await learn(60);
    const { distribution, value } = await look([1]);
    expect(softmaxOf(distribution)[1]).toBeGreaterThan(0.9);
    expect(value).toBeGreaterThan(0.75);
  });

  it.each([false, true])("learns to act by what it sees (masked: %s)", async (masked) => {
    const { learn, look } = await practice(twoStates(masked), create({ learningRate: 1e-2 }));
    await learn(80);
    const mask = masked ? [1, 1, 0] : undefined;
    expect(softmaxOf((await look([1], mask)).distribution)[1]).toBeGreaterThan(0.9);
    expect(softmaxOf((await look([-1], mask)).distribution)[0]).toBeGreaterThan(0.9);
  });

  it("learns a choice that pays one step later", async () => {
    const { learn, look } = await practice(delayedChoice(), create({ learningRate: 1e-2 }));
    await learn(80);
    expect(softmaxOf((await look([1, 0])).distribution)[1]).toBeGreaterThan(0.9);
  });
});

describe("on continuous actions", () => {
  it.each(algorithms)("$name learns where a bandit pays most", async ({ name, create }) => {
    const { learn, look } = await practice(continuousBandit(0.7), create({ learningRate: 1e-2 }));
    const [before] = (await look([1])).distribution as [number, number];
    await learn(80);
    const [mean] = (await look([1])).distribution as [number, number];
    // the bare surrogate gets nearer, and promises no more
    const distance = Math.abs(mean - 0.7);
    expect(distance).toBeLessThan(name === "surrogate" ? Math.abs(before - 0.7) : 0.3);
  });
});
