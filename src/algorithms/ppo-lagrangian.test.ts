import { describe, expect, it } from "vitest";
import { ppoLagrangian } from "./index.js";
import { constrainedOptimum, fixedBandit } from "./testing/fixed-bandit.js";
import { practice, softmaxOf } from "./testing/learn.js";
import { bandit, twoStates } from "./testing/probes.js";

const small = { nEnvs: 4, nSteps: 15, batchSize: 60, network: { hidden: [8] } } as const;

describe("Lagrangian PPO", () => {
  it.each([0.02, 0.1])(
    "on a bandit finds the KKT point of KL(old ‖ new) ≤ %d: policy, divergence and multiplier",
    async (targetKl) => {
      const rewards = [0, 1, 0.5];
      const optimum = constrainedOptimum(
        rewards.map((reward) => reward - 0.5),
        targetKl,
      );
      const options = {
        ...small,
        targetKl,
        nEpochs: 10,
        learningRate: 5e-3,
        normalizeAdvantage: false,
        multiplierRate: 4,
      };
      const { learner, look } = await practice(bandit(rewards), ppoLagrangian(options));
      // The data stay the same, and with them the policy that the divergence is measured from.
      const fragment = fixedBandit(rewards, 4, 15);
      const last: Record<string, number>[] = [];
      for (let update = 0; update < 400; update++) {
        const metrics = await learner.update(fragment, 0);
        if (update >= 350) last.push(metrics);
      }
      const average = (name: string) => last.reduce((total, metrics) => total + metrics[name]!, 0) / last.length;
      expect(average("losses/kl") / targetKl).toBeCloseTo(1, 1);
      expect(average("trust_region/lambda") / optimum.lambda).toBeCloseTo(1, 1);
      const policy = softmaxOf((await look([1])).distribution);
      for (const [arm, probability] of optimum.policy.entries()) expect(policy[arm]).toBeCloseTo(probability, 1);
    },
  );

  it("lets the multiplier return to 0 where the constraint is slack, and stay there", async () => {
    const options = { ...small, targetKl: 1, learningRate: 1e-4, initialMultiplier: 3, multiplierRate: 1 };
    const { learn } = await practice(twoStates(), ppoLagrangian(options));
    const metrics = [];
    for (let update = 0; update < 8; update++) metrics.push(await learn(1));
    const lambdas = metrics.map((row) => row["trust_region/lambda"]!);
    expect(lambdas[0]).toBe(3);
    expect(lambdas[1]).toBeLessThan(lambdas[0]!);
    expect(lambdas.slice(4)).toEqual([0, 0, 0, 0]);
    for (const row of metrics) expect(row["losses/kl"]).toBeLessThan(1);
  });

  it("changes the multiplier once per iteration, by the exact divergence after the last pass", async () => {
    const options = { ...small, targetKl: 1e-3, learningRate: 5e-3, multiplierRate: 50, nEpochs: 5 };
    const { learn } = await practice(twoStates(), ppoLagrangian(options));
    let expected = 1;
    for (let update = 0; update < 6; update++) {
      const metrics = await learn(1);
      expect(metrics["trust_region/lambda"]).toBe(expected);
      expect(metrics["trust_region/edge_distance"]).toBeCloseTo(1e-3 - metrics["losses/kl"]!, 12);
      // λ ← max(0, λ + α(KL − ε))
      expected = Math.max(0, expected + 50 * (metrics["losses/kl"]! - 1e-3));
    }
    expect(expected).not.toBe(1);
  });

  it("measures KL(old ‖ new), not the other way round", async () => {
    const { learner, look } = await practice(
      bandit([0, 1, 0.5]),
      ppoLagrangian({ ...small, learningRate: 3e-2, initialMultiplier: 0, nEpochs: 10 }),
    );
    const metrics = await learner.update(fixedBandit([0, 1, 0.5], 4, 15), 0);
    const policy = softmaxOf((await look([1])).distribution);
    const forward = policy.reduce((total, p) => total + Math.log(1 / 3 / p) / 3, 0);
    const reverse = policy.reduce((total, p) => total + p * Math.log(p * 3), 0);
    expect(metrics["losses/kl"]).toBeCloseTo(forward, 5);
    expect(Math.abs(forward - reverse)).toBeGreaterThan(1e-2);
  });
});
