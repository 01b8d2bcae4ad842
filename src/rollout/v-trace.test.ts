import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { type Fragment, generalizedAdvantages, type VTraceOptions, vTrace } from "./index.js";
import { fragmentOf, randomFragment } from "./testing/fragments.js";

function traced(fragment: Fragment, logRatios: Float32Array, options: VTraceOptions) {
  const targets = new Float32Array(fragment.rewards.length);
  const advantages = new Float32Array(fragment.rewards.length);
  vTrace(fragment, logRatios, options, targets, advantages);
  return { targets, advantages };
}

const unit = fc.double({ min: 0, max: 1, noNaN: true });

/** v_s by the sum of the paper's eq. 1: V(s) + Σ_t γ^{t−s}·(∏_{i<t} λ·c_i)·ρ_t·δ_t, to the end of the episode. */
function definition(
  fragment: Fragment,
  logRatios: Float32Array,
  s: number,
  environment: number,
  options: VTraceOptions,
) {
  const { gamma, lambda, rhoBar, cBar } = options;
  const row = (t: number) => t * fragment.environments + environment;
  let value = fragment.values[row(s)]!;
  let trace = 1;
  for (let t = s; t < fragment.steps; t++) {
    const i = row(t);
    const ended = fragment.terminated[i] === 1 || fragment.truncated[i] === 1;
    const bootstrapped = ended || t === fragment.steps - 1 ? fragment.nextValues[i]! : fragment.values[row(t + 1)]!;
    const next = fragment.terminated[i] === 1 ? 0 : bootstrapped;
    const ratio = Math.exp(logRatios[i]!);
    value += trace * Math.min(rhoBar, ratio) * (fragment.rewards[i]! + gamma * next - fragment.values[i]!);
    if (ended) break;
    trace *= gamma * lambda * Math.min(cBar, ratio);
  }
  return value;
}

describe("V-trace", () => {
  it("equals an example computed by hand", () => {
    const fragment = fragmentOf({ rewards: [1, 2], values: [0.5, 1], nextValues: [0, 2] });
    const logRatios = Float32Array.of(Math.log(2), Math.log(0.5));
    const { targets, advantages } = traced(fragment, logRatios, { gamma: 0.9, lambda: 1, rhoBar: 1, cBar: 1 });
    // δ₁ = 2 + 0.9·2 − 1 = 2.8, v₁ = 1 + ½·2.8 = 2.4
    expect(advantages[1]).toBeCloseTo(2.8, 5);
    expect(targets[1]).toBeCloseTo(2.4, 5);
    // δ₀ = 1 + 0.9·1 − 0.5 = 1.4, v₀ = 0.5 + 1·1.4 + 0.9·1·(2.4 − 1) = 3.16; r₀ + γv₁ − V₀ = 1 + 0.9·2.4 − 0.5 = 2.66
    expect(targets[0]).toBeCloseTo(3.16, 5);
    expect(advantages[0]).toBeCloseTo(2.66, 5);
  });

  it("equals its definition as a sum, whatever the ratios, bounds and ends", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        unit,
        unit,
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        unit,
        (seed, gamma, lambda, rhoBar, cBar) => {
          const random = createRandom(seed);
          const fragment = randomFragment(7, 3, random);
          const logRatios = Float32Array.from({ length: 21 }, () => random.normal());
          const options = { gamma, lambda, rhoBar, cBar };
          const { targets } = traced(fragment, logRatios, options);
          for (let t = 0; t < 7; t++) {
            for (let e = 0; e < 3; e++) {
              expect(targets[t * 3 + e]).toBeCloseTo(definition(fragment, logRatios, t, e, options), 3);
            }
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it("of data of one's own are generalized advantages and their returns, for every λ (1: n-step returns)", () => {
    fc.assert(
      fc.property(fc.nat(), unit, fc.oneof(unit, fc.constant(1)), (seed, gamma, lambda) => {
        const fragment = randomFragment(9, 2, createRandom(seed));
        const expected = new Float32Array(18);
        generalizedAdvantages(fragment, gamma, lambda, expected);
        const { targets, advantages } = traced(fragment, new Float32Array(18), { gamma, lambda, rhoBar: 1, cBar: 1 });
        for (let i = 0; i < 18; i++) {
          expect(advantages[i]).toBeCloseTo(expected[i]!, 5);
          expect(targets[i]).toBeCloseTo(expected[i]! + fragment.values[i]!, 4);
        }
      }),
    );
  });

  it("with ratios of 0 learns nothing from the data: targets stay the values", () => {
    const fragment = randomFragment(6, 2);
    const never = new Float32Array(12).fill(Number.NEGATIVE_INFINITY);
    const { targets } = traced(fragment, never, { gamma: 0.9, lambda: 1, rhoBar: 1, cBar: 1 });
    expect(targets).toEqual(fragment.values);
  });
});
