import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Parameters } from "../nn/index.js";
import { createRandom } from "../random/index.js";
import { compile } from "../runtime/index.js";
import { input, mean, ndArray, sum } from "../tensor/index.js";
import { multiCategorical } from "./index.js";
import { ofRows } from "./testing/rows.js";

// Two neighbors of equal size and others, so that positions are grouped and groups are of different sizes.
const NVEC = [2, 3, 3, 1];
const SIZE = 9;
const family = multiCategorical(NVEC);
const logits = () => fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: SIZE, maxLength: SIZE });
const action = input("action", ["batch", NVEC.length], "int32");

/** Every action there is. */
const everything = NVEC.reduce<number[][]>(
  (actions, n) => actions.flatMap((rest) => Array.from({ length: n }, (_, choice) => [...rest, choice])),
  [[]],
);

/** Probabilities of every choice, position by position, in float64. */
function probabilities(row: readonly number[]): number[][] {
  let start = 0;
  return NVEC.map((n) => {
    const part = row.slice(start, start + n);
    start += n;
    const largest = Math.max(...part);
    const weights = part.map((logit) => Math.exp(logit - largest));
    const total = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / total);
  });
}

/** log p of every action, as a product over positions. */
function joint(row: readonly number[]): number[] {
  const p = probabilities(row);
  return everything.map((choices) => choices.reduce((total, choice, i) => total + Math.log(p[i]![choice]!), 0));
}

const logProbs = (row: readonly number[]) =>
  ofRows(family, Array(everything.length).fill(row), (d) => d.logProb(action), {
    action: ndArray([everything.length, NVEC.length], everything.flat()),
  });

describe("the multi-categorical distribution", () => {
  it("log-probability, entropy and KL equal their definitions by enumeration of all joint actions", () => {
    fc.assert(
      fc.property(logits(), logits(), (p, q) => {
        const [logP, logQ] = [joint(p), joint(q)];
        const actual = logProbs(p);
        expect(actual.reduce((total, l) => total + Math.exp(l), 0)).toBeCloseTo(1, 9);
        for (const [i, l] of actual.entries()) expect(l).toBeCloseTo(logP[i]!, 8);
        const [entropy] = ofRows(family, [p], (d) => d.entropy());
        expect(entropy).toBeCloseTo(-logP.reduce((total, l) => total + Math.exp(l) * l, 0), 8);
        const other = family.fromParameters(input("q", ["batch", SIZE]));
        const [kl] = ofRows(family, [p], (d) => d.klDivergence(other), { q: ndArray([1, SIZE], q) });
        expect(kl).toBeCloseTo(
          logP.reduce((total, l, i) => total + Math.exp(l) * (l - logQ[i]!), 0),
          7,
        );
      }),
      { numRuns: 30 },
    );
  });

  it("diverges from itself by exactly 0", () => {
    fc.assert(
      fc.property(logits(), (row) => {
        expect(ofRows(family, [row], (d) => d.klDivergence(d))).toEqual([0]);
      }),
    );
  });

  it("its mode is the largest logit of every position", () => {
    expect(ofRows(family, [[0, 1, 5, 2, 3, -9, -8, -7, 4]], (d) => d.mode())).toEqual([1, 0, 2, 0]);
  });
});

/** A head whose logits are set by the bias: the features are 0. */
function headWith(bias: readonly number[], masked: boolean) {
  const parameters = new Parameters();
  const mask = masked ? input("mask", ["batch", SIZE], "bool") : undefined;
  const head = family.head(parameters, input("features", ["batch", 1]), mask);
  return { parameters, head, values: Float32Array.of(...bias.map(() => 0), ...bias) };
}

const bias = [0.5, 0, 1, 0, -1, 0, 0.3, 0.6, 0];
const allowed = [1, 1, 1, 0, 1, 0, 1, 1, 1];

describe("sampling a multi-categorical distribution", () => {
  it.each([{ masked: false }, { masked: true }])(
    "draws every joint action as often as it is probable (masked: $masked)",
    async ({ masked }) => {
      const { parameters, head, values } = headWith(bias, masked);
      const program = await compile({
        outputs: parameters.bind({ action: head.sample(input("noise", ["batch", SIZE])) }),
      });
      const count = 40_000;
      const noise = new Float32Array(count * SIZE);
      createRandom(21).fillUniform(noise);
      const { action: drawn } = await program.run({
        features: new Float32Array(count),
        noise,
        parameters: values,
        ...(masked && { mask: Uint8Array.from({ length: count * SIZE }, (_, i) => allowed[i % SIZE]!) }),
      });
      const frequencies = new Map<string, number>();
      for (let row = 0; row < count; row++) {
        const key = drawn.slice(row * 4, row * 4 + 4).join();
        frequencies.set(key, (frequencies.get(key) ?? 0) + 1 / count);
      }
      const logP = joint(bias.map((logit, i) => (masked && !allowed[i] ? -1e8 : logit)));
      for (const [i, choices] of everything.entries()) {
        const p = Math.exp(logP[i]!);
        const frequency = frequencies.get(choices.join()) ?? 0;
        // four standard deviations: exactly 0 for what is forbidden
        expect(Math.abs(frequency - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / count));
      }
    },
  );

  it("never draws a forbidden choice, not even from the most extreme noise", async () => {
    const { parameters, head, values } = headWith([-20, 20, -20, 20, 20, -20, 20, 20, 0], true);
    const program = await compile({
      outputs: parameters.bind({ action: head.sample(input("noise", ["batch", SIZE])) }),
    });
    const mask = Uint8Array.of(1, 0, 1, 0, 0, 1, 0, 0, 1);
    const extremes = [0, 1 - 2 ** -24];
    for (const legal of extremes) {
      for (const illegal of extremes) {
        const noise = Float32Array.from(mask, (entry) => (entry === 1 ? legal : illegal));
        const result = await program.run({ features: new Float32Array(1), noise, mask, parameters: values });
        expect([...result.action]).toEqual([0, 0, 0, 0]);
      }
    }
  });
});

describe("a masked multi-categorical distribution", () => {
  const { parameters, head, values } = headWith(bias, true);
  const { distribution } = head;
  const mask = Uint8Array.from(allowed);
  const feeds = { features: Float32Array.of(0), parameters: values, mask };

  it("gives forbidden choices a probability of exactly 0, and its entropy counts only the legal ones", async () => {
    const program = await compile({
      outputs: parameters.bind({ logProb: distribution.logProb(action), entropy: distribution.entropy() }),
    });
    const { logProb, entropy } = await program.run({ ...feeds, action: Int32Array.of(0, 1, 1, 0) });
    expect(Math.fround(Math.exp(logProb[0]!))).toBe(0);
    const p = probabilities(bias.map((logit, i) => (allowed[i] ? logit : -1e8)));
    const expected = -p.flat().reduce((total, each) => total + (each === 0 ? 0 : each * Math.log(each)), 0);
    expect(entropy[0]).toBeCloseTo(expected, 5);
  });

  it("passes no gradient to forbidden logits, from log-probability, entropy or divergence", async () => {
    const old = family.fromParameters(input("old", ["batch", SIZE]));
    const losses = {
      logProb: sum(distribution.logProb(action)),
      entropy: mean(distribution.entropy()),
      kl: mean(old.klDivergence(distribution)),
    };
    for (const loss of Object.values(losses)) {
      const program = await compile({ outputs: parameters.bind({ gradient: parameters.gradient(loss) }) });
      const result = await program.run({
        ...feeds,
        ...(loss === losses.logProb && { action: Int32Array.of(0, 0, 1, 0) }),
        ...(loss === losses.kl && { old: Float32Array.from(allowed, (entry, i) => (entry ? 0.1 * i : -1e8)) }),
      });
      // weights [1, 9], then biases [9]; the last position has no choice at all
      for (const [i, entry] of allowed.entries()) {
        if (entry === 0 || i === SIZE - 1) expect(result.gradient[SIZE + i]).toBeCloseTo(0, 12);
        else expect(result.gradient[SIZE + i]).not.toBe(0);
      }
      expect(result.gradient[SIZE + 3]).toBe(0);
      expect(result.gradient[SIZE + 5]).toBe(0);
    }
  });
});
