import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { type Fragment, generalizedAdvantages } from "./index.js";
import { fragmentOf, randomFragment } from "./testing/fragments.js";

function advantagesOf(fragment: Fragment, gamma: number, lambda: number): number[] {
  const advantages = new Float32Array(fragment.steps * fragment.environments);
  generalizedAdvantages(fragment, gamma, lambda, advantages);
  return [...advantages];
}

const row = ({ environments }: Fragment, t: number, environment: number) => t * environments + environment;

/** V(s_{t+1}) as the learner may use it: 0 after a termination, else of the true next observation. */
function nextValue(fragment: Fragment, t: number, environment: number): number {
  const i = row(fragment, t, environment);
  if (fragment.terminated[i] === 1) return 0;
  if (fragment.truncated[i] === 1 || t === fragment.steps - 1) return fragment.nextValues[i]!;
  return fragment.values[row(fragment, t + 1, environment)]!;
}

/** The last step of the episode, or of the fragment, that step t belongs to. */
function lastStep(fragment: Fragment, t: number, environment: number): number {
  for (let k = t; k < fragment.steps; k++) {
    const i = row(fragment, k, environment);
    if (fragment.terminated[i] === 1 || fragment.truncated[i] === 1) return k;
  }
  return fragment.steps - 1;
}

const delta = (fragment: Fragment, t: number, environment: number, gamma: number) =>
  fragment.rewards[row(fragment, t, environment)]! +
  gamma * nextValue(fragment, t, environment) -
  fragment.values[row(fragment, t, environment)]!;

describe("generalized advantage estimation", () => {
  it("equals an example computed by hand", () => {
    const fragment = fragmentOf({ rewards: [1, 2, 3], values: [0.5, 1, 1.5], nextValues: [0, 0, 2] });
    // δ₂ = 3 + 0.99·2 − 1.5 = 3.48
    // δ₁ = 2 + 0.99·1.5 − 1 = 2.485, A₁ = 2.485 + 0.9405·3.48 = 5.7579
    // δ₀ = 1 + 0.99·1 − 0.5 = 1.49, A₀ = 1.49 + 0.9405·5.7579 = 6.9053
    const [first, second, third] = advantagesOf(fragment, 0.99, 0.95);
    expect(first).toBeCloseTo(6.9053, 4);
    expect(second).toBeCloseTo(5.7579, 4);
    expect(third).toBeCloseTo(3.48, 4);
  });

  it("bootstraps after a truncation from the true final observation, and not after a termination", () => {
    const rewards = [1, 1];
    const values = [0, 100];
    const nextValues = [10, 0];
    const truncated = fragmentOf({ rewards, values, nextValues, truncated: [1, 0] });
    const terminated = fragmentOf({ rewards, values, nextValues, terminated: [1, 0] });
    expect(advantagesOf(truncated, 0.9, 0.95)[0]).toBeCloseTo(1 + 0.9 * 10, 5);
    expect(advantagesOf(terminated, 0.9, 0.95)[0]).toBeCloseTo(1, 5);
  });

  it("equals the definition Σ (γλ)^k δ_{t+k} up to the end of each episode", () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const sizes = { steps: fc.integer({ min: 1, max: 20 }), environments: fc.integer({ min: 1, max: 4 }) };
    fc.assert(
      fc.property(fc.record({ ...sizes, gamma: unit, lambda: unit, seed: fc.nat() }), (scenario) => {
        const { steps, environments, gamma, lambda, seed } = scenario;
        const fragment = randomFragment(steps, environments, createRandom(seed));
        const advantages = advantagesOf(fragment, gamma, lambda);
        for (let environment = 0; environment < environments; environment++) {
          for (let t = 0; t < steps; t++) {
            let expected = 0;
            for (let k = t; k <= lastStep(fragment, t, environment); k++) {
              expected += (gamma * lambda) ** (k - t) * delta(fragment, k, environment, gamma);
            }
            expect(advantages[row(fragment, t, environment)]).toBeCloseTo(expected, 4);
          }
        }
      }),
    );
  });

  it("with λ = 0 is the temporal-difference error", () => {
    const fragment = randomFragment(12, 3);
    const advantages = advantagesOf(fragment, 0.9, 0);
    for (let t = 0; t < 12; t++) {
      for (let e = 0; e < 3; e++) expect(advantages[row(fragment, t, e)]).toBeCloseTo(delta(fragment, t, e, 0.9), 5);
    }
  });

  it("with λ = 1 is the discounted return to the end, bootstrapped there, minus the value", () => {
    const fragment = randomFragment(12, 3);
    const advantages = advantagesOf(fragment, 0.9, 1);
    for (let t = 0; t < 12; t++) {
      for (let e = 0; e < 3; e++) {
        const last = lastStep(fragment, t, e);
        let expected = 0.9 ** (last - t + 1) * nextValue(fragment, last, e) - fragment.values[row(fragment, t, e)]!;
        for (let k = t; k <= last; k++) expected += 0.9 ** (k - t) * fragment.rewards[row(fragment, k, e)]!;
        expect(advantages[row(fragment, t, e)]).toBeCloseTo(expected, 4);
      }
    }
  });
});
