import { describe, expect, it } from "vitest";
import { isPg, surrogate } from "./index.js";
import { fixedBandit } from "./testing/fixed-bandit.js";
import { practice } from "./testing/learn.js";
import { bandit, delayedChoice } from "./testing/probes.js";

const small = {
  nEnvs: 4,
  nSteps: 16,
  batchSize: 64,
  nEpochs: 6,
  learningRate: 1e-2,
  network: { hidden: [16] },
} as const;

describe("the single-step importance-sampled gradient", () => {
  it("is that of the surrogate, pass after pass", async () => {
    const [one, other] = [
      await practice(delayedChoice(), isPg(small)),
      await practice(delayedChoice(), surrogate(small)),
    ];
    await one.learn(2);
    await other.learn(2);
    for (const [i, parameter] of one.learner.parameters.entries()) {
      expect(parameter).toBeCloseTo(other.learner.parameters[i]!, 3);
    }
  });

  it("with V-trace differs from it only once the policy has moved", async () => {
    const trained = async (nEpochs: number, vTrace: object | null) => {
      const { learn, learner } = await practice(delayedChoice(), isPg({ ...small, gaeLambda: 1, nEpochs, vTrace }));
      await learn(1);
      return learner.parameters.slice();
    };
    const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((x, i) => x - b[i]!));
    expect(distance(await trained(1, null), await trained(1, {}))).toBeLessThan(1e-4);
    expect(distance(await trained(6, null), await trained(6, {}))).toBeGreaterThan(1e-3);
  });

  it("truncated at ρ̄ = ½ has half the gradient where π = μ", async () => {
    const norm = async (vTrace: object | null) => {
      const options = { ...small, nEpochs: 1, normalizeAdvantage: false, valueCoefficient: 0, vTrace };
      const { learner } = await practice(bandit([0, 0, 0, 1]), isPg(options));
      // the policy itself as behavior: near enough to the uniform one that made the data
      return (await learner.update(fixedBandit([0, 0, 0, 1], 4, 16), 0))["losses/gradient_norm"]!;
    };
    expect((await norm({ rhoBar: 0.5, cBar: 0.5 })) / (await norm(null))).toBeCloseTo(0.5, 2);
  });

  it("keeps ρ̄ and c̄ at 1 unless told otherwise", () => {
    expect(isPg({ vTrace: {} }).options.vTrace).toEqual({ rhoBar: 1, cBar: 1 });
    expect(isPg().options.vTrace).toBeNull();
  });
});
