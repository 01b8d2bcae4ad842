import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import {
  exactPolicyGradient,
  exactSurrogate,
  exactSurrogateGradient,
  expectedReturn,
  randomMdp,
  randomPolicy,
  softmaxPolicy,
  type TabularMdp,
} from "./index.js";

const STEP = 1e-5;

function anyCase(horizon?: number) {
  return fc.nat().map((seed) => {
    const random = createRandom(seed);
    const mdp = randomMdp(random, 4, 3, { gamma: 0.9, ...(horizon !== undefined && { horizon }) });
    const logits = Float64Array.from({ length: 12 }, () => random.normal());
    return { mdp, logits, mu: randomPolicy(mdp, random) };
  });
}

function finiteDifferences(mdp: TabularMdp, logits: Float64Array, f: (policy: Float64Array) => number): number[] {
  return Array.from(logits, (_, i) => {
    const at = (shift: number) =>
      f(
        softmaxPolicy(
          mdp,
          logits.map((value, k) => (k === i ? value + shift : value)),
        ),
      );
    return (at(STEP) - at(-STEP)) / (2 * STEP);
  });
}

describe("the exact policy gradient", () => {
  it.each([undefined, 1, 5])("equals finite differences of J (horizon %s)", (horizon) => {
    fc.assert(
      fc.property(anyCase(horizon), ({ mdp, logits }) => {
        const gradient = exactPolicyGradient(mdp, softmaxPolicy(mdp, logits));
        const expected = finiteDifferences(mdp, logits, (policy) => expectedReturn(mdp, policy));
        for (const [i, value] of expected.entries()) expect(gradient[i]).toBeCloseTo(value, 8);
      }),
      { numRuns: 20 },
    );
  });

  it("is (1−γ) times smaller for the surrogate, and otherwise the same, at π = μ", () => {
    fc.assert(
      fc.property(anyCase(), ({ mdp, mu }) => {
        const surrogate = exactSurrogateGradient(mdp, mu, mu);
        const truth = exactPolicyGradient(mdp, mu);
        for (const [i, value] of truth.entries()) expect(surrogate[i]! / (1 - mdp.gamma)).toBeCloseTo(value, 10);
      }),
    );
  });
});

describe("the exact surrogate", () => {
  it("is 0 at π = μ", () => {
    fc.assert(
      fc.property(anyCase(), ({ mdp, mu }) => {
        expect(exactSurrogate(mdp, mu, mu)).toBeCloseTo(0, 12);
      }),
    );
  });

  it("has the gradient that finite differences give, at any policy", () => {
    fc.assert(
      fc.property(anyCase(), ({ mdp, logits, mu }) => {
        const gradient = exactSurrogateGradient(mdp, mu, softmaxPolicy(mdp, logits));
        const expected = finiteDifferences(mdp, logits, (policy) => exactSurrogate(mdp, mu, policy));
        for (const [i, value] of expected.entries()) expect(gradient[i]).toBeCloseTo(value, 8);
      }),
      { numRuns: 20 },
    );
  });
});
