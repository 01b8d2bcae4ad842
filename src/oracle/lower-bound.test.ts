import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import {
  divergences,
  exactSurrogate,
  lowerBound,
  maxDivergence,
  meanDivergence,
  randomMdp,
  randomPolicy,
} from "./index.js";
import { meanFormCounterexample } from "./testing/mean-form-counterexample.js";

const PAIRS = 1000;

/** Policies from almost equal to very different, on processes of all sizes and discounts. */
function* randomPairs(count: number) {
  const random = createRandom(6);
  for (let i = 0; i < count; i++) {
    const mdp = randomMdp(random, 1 + random.integer(6), 2 + random.integer(3), { gamma: random.uniform(0, 0.99) });
    const mu = randomPolicy(mdp, random, random.uniform(0, 3));
    yield { mdp, mu, pi: randomPolicy(mdp, random, 10 ** random.uniform(-3, 0.5), mu) };
  }
}

describe("the lower bound on J(π)", () => {
  it(`holds for ${PAIRS} random pairs of policies, by the maximum and by the root of the mean`, () => {
    let nontrivial = 0;
    for (const { mdp, mu, pi } of randomPairs(PAIRS)) {
      const bound = lowerBound(mdp, mu, pi);
      const rounding = 1e-9 * (1 + Math.abs(bound.expectedReturn));
      expect(bound.byMaximum).toBeLessThanOrEqual(bound.expectedReturn + rounding);
      expect(bound.byRootOfMean).toBeLessThanOrEqual(bound.expectedReturn + rounding);
      // the model itself is no bound: about half of the time it promises too much
      if (bound.model > bound.expectedReturn + rounding) nontrivial++;
    }
    expect(nontrivial).toBeGreaterThan(PAIRS / 5);
  });

  it("is J itself at π = μ", () => {
    for (const { mdp, mu } of randomPairs(20)) {
      const bound = lowerBound(mdp, mu, mu);
      expect(bound.byMaximum).toBeCloseTo(bound.expectedReturn, 9);
      expect(bound.byRootOfMean).toBeCloseTo(bound.expectedReturn, 9);
    }
  });

  it("is false without J(μ)", () => {
    let violations = 0;
    for (const { mdp, mu, pi } of randomPairs(200)) {
      const { constant, maxDivergence, expectedReturn } = lowerBound(mdp, mu, pi);
      const without = exactSurrogate(mdp, mu, pi) / (1 - mdp.gamma) - constant * maxDivergence;
      if (without > expectedReturn + 1e-9) violations++;
    }
    expect(violations).toBeGreaterThan(0);
  });

  it("is a heuristic, not a theorem, with the mean in the place of the maximum", () => {
    const { mdp, mu, pi } = meanFormCounterexample();
    const { byMean, byMaximum, byRootOfMean, expectedReturn } = lowerBound(mdp, mu, pi);
    expect(byMean).toBeGreaterThan(expectedReturn + 1e-9);
    expect(byMaximum).toBeLessThan(expectedReturn);
    expect(byRootOfMean).toBeLessThan(expectedReturn);
  });
});

describe("divergences between policies", () => {
  it("are KL(μ ‖ π) in every state, worked by hand", () => {
    const mdp = randomMdp(createRandom(1), 2, 2);
    const mu = Float64Array.of(0.5, 0.5, 1, 0);
    const pi = Float64Array.of(0.25, 0.75, 0.8, 0.2);
    const [first, second] = divergences(mdp, mu, pi) as unknown as [number, number];
    expect(first).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 12);
    expect(second).toBeCloseTo(Math.log(1.25), 12);
    expect(maxDivergence(mdp, mu, pi)).toBe(Math.max(first, second));
    expect(meanDivergence(mdp, mu, pi)).toBeLessThan(maxDivergence(mdp, mu, pi));
    expect(divergences(mdp, pi, mu)[1]).toBe(Number.POSITIVE_INFINITY);
  });
});
