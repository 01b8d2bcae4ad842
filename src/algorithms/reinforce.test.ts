import { describe, expect, it } from "vitest";
import { type EnvironmentDefinition, pendulum } from "../environments/index.js";
import type { Network } from "../policies/index.js";
import { type ReinforceOptions, reinforce } from "./index.js";
import { fixedBandit } from "./testing/fixed-bandit.js";
import { practice, softmaxOf } from "./testing/learn.js";
import { bandit, continuousBandit, delayedChoice, tenSteps, twoStates } from "./testing/probes.js";

const small: ReinforceOptions = { nEnvs: 4, nSteps: 16, episodesPerEnv: 4, network: { hidden: [16] } };
const plain: ReinforceOptions = { ...small, baseline: false, normalizeReturn: false };

const variants: { name: string; options: ReinforceOptions }[] = [
  { name: "total returns", options: { returns: "total", baseline: false, normalizeReturn: false } },
  { name: "total returns with a baseline", options: { returns: "total", baseline: true, normalizeReturn: false } },
  { name: "rewards to go", options: { returns: "reward-to-go", baseline: false, normalizeReturn: false } },
  { name: "rewards to go with a baseline", options: { returns: "reward-to-go", normalizeReturn: false } },
  { name: "normalized returns", options: { baseline: false, normalizeReturn: true } },
  { name: "discounted states", options: { discountStates: true } },
];

const policies: { policy: string; definition: EnvironmentDefinition; options: ReinforceOptions; tolerance: number }[] =
  [
    { policy: "categorical", definition: twoStates(), options: {}, tolerance: 1e-6 },
    { policy: "masked categorical", definition: twoStates(true), options: {}, tolerance: 1e-6 },
    { policy: "Gaussian", definition: pendulum, options: { nSteps: 64, episodesPerEnv: 1 }, tolerance: 1e-5 },
  ];

describe.each(variants)("REINFORCE with $name", ({ options }) => {
  it("learns which arm of a bandit pays", async () => {
    const { learn, look } = await practice(bandit([0, 1, 0.5]), reinforce({ ...small, ...options }));
    await learn(100);
    expect(softmaxOf((await look([1])).distribution)[1]).toBeGreaterThan(0.9);
  });

  it("learns a choice that pays one step later", async () => {
    const { learn, look } = await practice(delayedChoice(), reinforce({ ...small, ...options }));
    await learn(100);
    expect(softmaxOf((await look([1, 0])).distribution)[1]).toBeGreaterThan(0.9);
  });
});

describe("REINFORCE", () => {
  it("learns to act by what it sees", async () => {
    const { learn, look } = await practice(twoStates(true), reinforce(small));
    await learn(100);
    expect(softmaxOf((await look([1], [1, 1, 0])).distribution)[1]).toBeGreaterThan(0.9);
    expect(softmaxOf((await look([-1], [1, 1, 0])).distribution)[0]).toBeGreaterThan(0.9);
  });

  it("learns where a continuous bandit pays most", async () => {
    const { learn, look } = await practice(continuousBandit(0.7), reinforce({ ...small, episodesPerEnv: 8 }));
    await learn(100);
    expect((await look([1])).distribution[0]).toBeCloseTo(0.7, 0);
  });

  it("takes one step along 1/N Σ_i R_i·∇log π(a_i), computed by hand", async () => {
    // One layer: logits = w·observation + b with observation 1, so ∂log π(a)/∂w_k = ∂log π(a)/∂b_k = [a = k] − π_k.
    const network: Network = (_scope, observation) => ({ policy: observation, value: observation });
    const rewards = [1, 3, -2];
    const { learner, look } = await practice(
      bandit(rewards),
      reinforce({ ...plain, network, nSteps: 3, episodesPerEnv: 3 }),
    );
    const policy = softmaxOf((await look([1])).distribution);
    const metrics = await learner.update(fixedBandit(rewards, 4, 3), 0);
    // every arm once in three
    const gradient = policy.map((p, k) =>
      rewards.reduce((total, reward, arm) => total + (reward * ((arm === k ? 1 : 0) - p)) / 3, 0),
    );
    expect(metrics["losses/gradient_norm"]).toBeCloseTo(Math.SQRT2 * Math.hypot(...gradient), 5);
    const loss = -rewards.reduce((total, reward, arm) => total + (reward * Math.log(policy[arm]!)) / 3, 0);
    expect(metrics["losses/policy_loss"]).toBeCloseTo(loss, 5);
  });

  it("measures the gradient's variance by two halves: with rewards of 0 there is none", async () => {
    const still = await practice(bandit([0, 0]), reinforce(plain));
    expect((await still.learn(1))["losses/gradient_variance"]).toBe(0);
    const noisy = await practice(bandit([5, -5]), reinforce(plain));
    expect((await noisy.learn(1))["losses/gradient_variance"]).toBeGreaterThan(0);
  });

  it("a baseline lowers the gradient's variance where all returns are large", async () => {
    const variance = async (baseline: boolean) => {
      const { learner, collect } = await practice(bandit([10, 10]), reinforce({ ...plain, baseline }));
      // First the value function learns what returns are like.
      for (let i = 0; i < 400; i++) await learner.update(fixedBandit([10, 10], 4, 4), 0);
      let total = 0;
      for (let i = 0; i < 10; i++) total += (await learner.update(await collect(), 0))["losses/gradient_variance"]!;
      return total;
    };
    expect(await variance(true)).toBeLessThan((await variance(false)) / 10);
  });

  it("gathers whole episodes over several fragments, and begins a batch with new ones", async () => {
    const { learner, collect } = await practice(
      tenSteps("termination"),
      reinforce({ ...plain, nSteps: 4, episodesPerEnv: 1 }),
    );
    for (let batch = 0; batch < 3; batch++) {
      expect(await learner.update(await collect(), 0)).toEqual({ "charts/gradient_steps": 0 });
      expect(await learner.update(await collect(), 0)).toEqual({ "charts/gradient_steps": 0 });
      const metrics = await learner.update(await collect(), 0);
      expect(metrics["charts/gradient_steps"]).toBe(1);
      // ten steps in each of four environments; the two steps after them are left out
      expect(metrics["charts/batch_steps"]).toBe(40);
      expect(metrics["charts/batch_episodes"]).toBe(4);
    }
  });

  // With γ = 0.9 a reward of 1 for ever is worth 10; the mean of the returns of ten steps is 4.14.
  it.each([
    { end: "truncation", low: 9, high: 11 },
    { end: "termination", low: 3.5, high: 5 },
  ] as const)("bootstraps what $end left to come, or does not", async ({ end, low, high }) => {
    const options = { ...small, gamma: 0.9, nSteps: 10, episodesPerEnv: 1, learningRate: 2e-2 };
    const { learn, look } = await practice(tenSteps(end), reinforce(options));
    await learn(250);
    const { value } = await look([1]);
    expect(value).toBeGreaterThan(low);
    expect(value).toBeLessThan(high);
  });

  it.each(policies)("with a $policy policy has ratios of 1 at every step, on its own data", async (example) => {
    const { learner, collect } = await practice(example.definition, reinforce({ ...small, ...example.options }));
    let steps = 0;
    for (let i = 0; i < 8; i++) {
      const metrics = await learner.update(await collect(), 0);
      steps += metrics["charts/gradient_steps"]!;
      expect(metrics["ratios/first_deviation"] ?? 0).toBeLessThanOrEqual(example.tolerance);
    }
    expect(steps).toBeGreaterThan(1);
  });

  it("continues exactly after resuming in the middle of a batch", async () => {
    const algorithm = reinforce({ ...small, nSteps: 4, episodesPerEnv: 1 });
    const first = await practice(tenSteps("truncation"), algorithm);
    await first.learn(4);
    const saved = structuredClone({ learner: first.learner.getState(), actor: first.actor.getState() });
    const second = await practice(tenSteps("truncation"), algorithm, 77);
    second.learner.setState(saved.learner);
    second.actor.setState(saved.actor);
    for (let i = 0; i < 4; i++) expect(await second.learn(1)).toEqual(await first.learn(1));
    expect(second.learner.parameters).toEqual(first.learner.parameters);
  });

  it("forgets the part of a batch whose episodes were lost", async () => {
    const algorithm = reinforce({ ...plain, nSteps: 4, episodesPerEnv: 1 });
    const { learner, collect } = await practice(tenSteps("termination"), algorithm);
    for (let i = 0; i < 2; i++) await learner.update(await collect(), 0);
    learner.episodesLost!();
    const steps = [];
    for (let i = 0; i < 3; i++) steps.push((await learner.update(await collect(), 0))["charts/batch_steps"]);
    expect(steps).toEqual([undefined, undefined, 40]);
  });

  it("has no value loss without a baseline, and leaves the value function as it was", async () => {
    const { learn, learner } = await practice(twoStates(), reinforce(plain));
    const { offset, size } = learner.model.parameters.layout.find(({ name }) => name === "value/head/weight")!;
    const before = learner.parameters.slice(offset, offset + size);
    const metrics = await learn(3);
    expect(metrics).not.toHaveProperty("losses/value_loss");
    expect(learner.parameters.slice(offset, offset + size)).toEqual(before);
  });
});
