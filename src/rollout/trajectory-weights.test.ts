import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import {
  cumulativeLogRatios,
  perDecisionReturns,
  rewardsToGo,
  selfNormalizedWeights,
  trajectoryLogWeights,
  weightStatistics,
} from "./index.js";

const cut = { count: 2, starts: Int32Array.of(0, 2, 3) };
const logs = (ratios: readonly number[]) => Float64Array.from(ratios, Math.log);

describe("trajectory weights", () => {
  it("are the product of the episode's ratios", () => {
    const ratio = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(ratio, ratio, ratio), ([a, b, c]) => {
        const [first, second] = trajectoryLogWeights(logs([a, b, c]), cut);
        expect(Math.exp(first!)).toBeCloseTo(a * b, 9);
        expect(Math.exp(second!)).toBeCloseTo(c, 9);
      }),
    );
  });

  it("are one when behavior and target policy agree", () => {
    expect([...trajectoryLogWeights(new Float32Array(3), cut)]).toEqual([0, 0]);
  });

  it("self-normalized have a mean of 1, however large they are", () => {
    const weights = selfNormalizedWeights(Float64Array.of(1000 + Math.log(3), 1000));
    expect(weights[0]).toBeCloseTo(1.5, 9);
    expect(weights[1]).toBeCloseTo(0.5, 9);
  });

  it("per decision weigh each reward by the ratios up to it", () => {
    const ratios = logs([2, 3, 5]);
    const cumulative = cumulativeLogRatios(ratios, cut);
    const returns = perDecisionReturns(Float32Array.of(7, 11, 13), cumulative, cut, 0.5);
    // step 1: 2·3·11 = 66; step 0: 2·7 + ½·66 = 47; the other episode: 5·13
    expect(returns[1]).toBeCloseTo(66, 4);
    expect(returns[0]).toBeCloseTo(47, 4);
    expect(returns[2]).toBeCloseTo(65, 4);
  });

  it("per decision of data of one's own give rewards to go", () => {
    const rewards = Float32Array.of(7, 11, 13);
    const ones = cumulativeLogRatios(new Float32Array(3), cut);
    expect(perDecisionReturns(rewards, ones, cut, 0.9)).toEqual(rewardsToGo({ ...cut, rewards }, 0.9));
  });
});

describe("per-decision importance sampling", () => {
  // Two steps, two actions; the first reward depends on the first action, the second on both.
  const mu = [0.3, 0.7];
  const pi = [0.6, 0.4];
  const first = [1, -2];
  const second = [
    [3, 5],
    [-1, 4],
  ];
  const gamma = 0.9;
  const one = { count: 1, starts: Int32Array.of(0, 2) };
  const paths = [0, 1].flatMap((a) => [0, 1].map((b) => [a, b] as const));

  it("is unbiased: enumerated over a two-step task, E_μ[per-decision return] = J(π), as the ordinary one is", () => {
    let truth = 0;
    let perDecision = 0;
    let ordinary = 0;
    let variancePerDecision = 0;
    let varianceOrdinary = 0;
    for (const [a, b] of paths) {
      const rewards = Float32Array.of(first[a]!, second[a]![b]!);
      const target = pi[a]! * pi[b]!;
      const behavior = mu[a]! * mu[b]!;
      const ratios = logs([pi[a]! / mu[a]!, pi[b]! / mu[b]!]);
      const plain = rewards[0]! + gamma * rewards[1]!;
      const weighted = perDecisionReturns(rewards, cumulativeLogRatios(ratios, one), one, gamma)[0]!;
      const weight = Math.exp(trajectoryLogWeights(ratios, one)[0]!);
      truth += target * plain;
      perDecision += behavior * weighted;
      ordinary += behavior * weight * plain;
      variancePerDecision += behavior * weighted ** 2;
      varianceOrdinary += behavior * (weight * plain) ** 2;
    }
    expect(perDecision).toBeCloseTo(truth, 6);
    expect(ordinary).toBeCloseTo(truth, 10);
    expect(variancePerDecision).not.toBeCloseTo(varianceOrdinary, 1);
  });
});

describe("weight statistics", () => {
  it("equals an example computed by hand", () => {
    const { effectiveShare, mean, max, largestShare, logMean, logQuantiles } = weightStatistics(logs([1, 1, 4]));
    // (1 + 1 + 4)² / (3·(1 + 1 + 16)) = 36/54
    expect(effectiveShare).toBeCloseTo(2 / 3, 12);
    expect(mean).toBeCloseTo(2, 12);
    expect(max).toBeCloseTo(4, 12);
    expect(largestShare).toBeCloseTo(4 / 6, 12);
    expect(logMean).toBeCloseTo(Math.log(4) / 3, 12);
    expect(logQuantiles[2]).toBeCloseTo(0, 12);
  });

  it("the effective share is 1 for equal weights and 1/N where one has it all, even beyond what numbers hold", () => {
    expect(weightStatistics(new Float64Array(5).fill(-3)).effectiveShare).toBeCloseTo(1, 12);
    expect(weightStatistics(Float64Array.of(5000, 0, 0, 0)).effectiveShare).toBeCloseTo(1 / 4, 12);
  });
});

describe("the curse of the horizon", () => {
  // A chain on which both policies choose between two actions at every step: E_μ[ρ²] = ½·(1.6² + 0.4²) = 1.36.
  const shareAt = (horizon: number, count: number) => {
    const random = createRandom(horizon);
    const logRatios = Float64Array.from({ length: horizon * count }, () => Math.log(random.float() < 0.5 ? 1.6 : 0.4));
    const starts = Int32Array.from({ length: count + 1 }, (_, i) => i * horizon);
    return weightStatistics(trajectoryLogWeights(logRatios, { count, starts })).effectiveShare;
  };

  it("leaves half of the episodes at horizon 2, and less than one in a hundred at horizon 50", () => {
    // for many episodes the share tends to 1.36^−H: 54 % and 0.00002 %
    expect(shareAt(2, 5000)).toBeGreaterThan(0.5);
    expect(shareAt(2, 5000)).toBeCloseTo(1.36 ** -2, 1);
    expect(shareAt(50, 5000)).toBeLessThan(0.01);
  });
});
