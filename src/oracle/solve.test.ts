import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { createRandom } from "../random/index.js";
import {
  chain,
  expectedAdvantage,
  randomMdp,
  randomPolicy,
  solve,
  solveHorizon,
  uniformPolicy,
  withHorizon,
} from "./index.js";
import { expectation } from "./solve.js";

/** A random process of up to 6 states and 4 actions with two random policies. */
function anyCase() {
  return fc
    .tuple(fc.nat(), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
    .map(([seed, states, actions]) => {
      const random = createRandom(seed);
      const mdp = randomMdp(random, states, actions, { gamma: random.uniform(0, 0.95) });
      return { mdp, mu: randomPolicy(mdp, random, 2), pi: randomPolicy(mdp, random, 2) };
    });
}

describe("the exact solution of a policy", () => {
  it("visits states with probabilities that sum to 1", () => {
    fc.assert(
      fc.property(anyCase(), ({ mdp, pi }) => {
        const { visitation } = solve(mdp, pi);
        expect(visitation.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        expect(Math.min(...visitation)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("fulfills the Bellman equation, and advantages vanish on average", () => {
    fc.assert(
      fc.property(anyCase(), ({ mdp, pi }) => {
        const { values, actionValues, advantages } = solve(mdp, pi);
        const { states, actions, transitions, rewards, gamma } = mdp;
        const mean = expectedAdvantage(mdp, pi, advantages);
        for (let s = 0; s < states; s++) {
          let value = 0;
          for (let a = 0; a < actions; a++) {
            const i = s * actions + a;
            let q = rewards[i]!;
            for (let next = 0; next < states; next++) q += gamma * transitions[i * states + next]! * values[next]!;
            expect(actionValues[i]).toBeCloseTo(q, 10);
            value += pi[i]! * q;
          }
          expect(values[s]).toBeCloseTo(value, 10);
          expect(mean[s]).toBeCloseTo(0, 10);
        }
      }),
    );
  });

  it("tells the same return by values as by visits: J = E_d[r]/(1−γ)", () => {
    fc.assert(
      fc.property(anyCase(), ({ mdp, pi }) => {
        const { expectedReturn, visitation } = solve(mdp, pi);
        const reward = expectedAdvantage(mdp, pi, mdp.rewards);
        expect(expectation(visitation, reward) / (1 - mdp.gamma)).toBeCloseTo(expectedReturn, 10);
      }),
    );
  });

  // Kakade & Langford 2002, lemma 6.1
  it("fulfills the performance-difference lemma: J(π) − J(μ) = E_{s~d_π, a~π}[A^μ]/(1−γ)", () => {
    fc.assert(
      fc.property(anyCase(), ({ mdp, mu, pi }) => {
        const [old, now] = [solve(mdp, mu), solve(mdp, pi)];
        const gain = expectation(now.visitation, expectedAdvantage(mdp, pi, old.advantages)) / (1 - mdp.gamma);
        expect(Math.abs(now.expectedReturn - old.expectedReturn - gain)).toBeLessThan(1e-10);
      }),
    );
  });

  it("knows a chain by hand: always right is paid from the tenth step on", () => {
    const mdp = chain(10);
    const right = Float64Array.from({ length: 20 }, (_, i) => i % 2);
    // 9 steps to the end, then 1 per step for ever: γ⁹/(1−γ)
    expect(solve(mdp, right).expectedReturn).toBeCloseTo(0.95 ** 9 / 0.05, 12);
  });

  it("is the limit of longer and longer horizons", () => {
    const mdp = chain(10);
    const policy = uniformPolicy(mdp);
    const endless = solve(mdp, policy).expectedReturn;
    expect(solveHorizon(withHorizon(mdp, 600), policy).expectedReturn).toBeCloseTo(endless, 10);
    expect(solveHorizon(withHorizon(mdp, 20), policy).expectedReturn).toBeLessThan(endless - 0.01);
  });

  it("is refused where there is none", () => {
    const mdp = chain(3);
    expect(() => solve({ ...mdp, gamma: 1 }, uniformPolicy(mdp))).toThrow(UsageError);
    expect(() => solve(withHorizon(mdp, 3), uniformPolicy(mdp))).toThrow("horizon 3");
    expect(() => solveHorizon(mdp, uniformPolicy(mdp))).toThrow("never ends");
  });
});
