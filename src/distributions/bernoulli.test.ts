import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Parameters } from "../nn/index.js";
import { createRandom } from "../random/index.js";
import { compile } from "../runtime/index.js";
import { evaluate, gradients, input, ndArray, sum } from "../tensor/index.js";
import { bernoulli } from "./index.js";
import { ofRows } from "./testing/rows.js";

const SIZE = 3;
const family = bernoulli(SIZE);
const logits = (limit: number) =>
  fc.array(fc.double({ min: -limit, max: limit, noNaN: true }), { minLength: SIZE, maxLength: SIZE });
const action = input("action", ["batch", SIZE], "int32");
const everything = Array.from({ length: 2 ** SIZE }, (_, code) =>
  Array.from({ length: SIZE }, (__, i) => (code >> i) & 1),
);

const sigmoidOf = (x: number) => 1 / (1 + Math.exp(-x));
/** log p of every vector of bits. */
const joint = (row: readonly number[]) =>
  everything.map((bits) => bits.reduce((total, bit, i) => total + Math.log(sigmoidOf(bit ? row[i]! : -row[i]!)), 0));

describe("the Bernoulli distribution", () => {
  it("log-probability, entropy and KL equal their definitions by enumeration of all vectors of bits", () => {
    fc.assert(
      fc.property(logits(12), logits(12), (p, q) => {
        const [logP, logQ] = [joint(p), joint(q)];
        const actual = ofRows(family, Array(everything.length).fill(p), (d) => d.logProb(action), {
          action: ndArray([everything.length, SIZE], everything.flat()),
        });
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
      { numRuns: 50 },
    );
  });

  it("diverges from itself by exactly 0, and is never less than 0", () => {
    fc.assert(
      fc.property(logits(100), logits(100), (p, q) => {
        expect(ofRows(family, [p], (d) => d.klDivergence(d))).toEqual([0]);
        const other = family.fromParameters(input("q", ["batch", SIZE]));
        const [kl] = ofRows(family, [p], (d) => d.klDivergence(other), { q: ndArray([1, SIZE], q) });
        expect(kl).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });

  it("stays finite and right in float32 where probabilities are 0 or 1", async () => {
    const parameters = input("logits", ["batch", SIZE]);
    const distribution = family.fromParameters(parameters);
    const logProb = distribution.logProb(action);
    const program = await compile({
      outputs: {
        logProb,
        entropy: distribution.entropy(),
        kl: distribution.klDivergence(family.fromParameters(input("q", ["batch", SIZE]))),
        gradient: gradients(sum(logProb), [parameters])[0]!,
      },
    });
    const result = await program.run({
      logits: Float32Array.of(1000, -1000, 40),
      q: Float32Array.of(-1000, -1000, 40),
      action: Int32Array.of(0, 0, 1),
    });
    // log p = −1000 + 0 − e⁻⁴⁰; KL = 1·(0 − (−1000)) + 0 + 0
    expect(result.logProb[0]).toBeCloseTo(-1000, 3);
    expect(result.entropy[0]).toBeCloseTo(0, 6);
    expect(result.kl[0]).toBeCloseTo(1000, 3);
    // a − p
    expect([...result.gradient]).toEqual([-1, -0, expect.closeTo(0, 6)]);
  });

  it("its mode sets the bits that are more probable than not", () => {
    expect(ofRows(family, [[0.1, -0.1, 3]], (d) => d.mode())).toEqual([1, 0, 1]);
  });

  it("gradients of the log-probability are action minus probability", () => {
    const parameters = input("parameters", ["batch", SIZE]);
    const row = [0.3, -1, 2];
    const [gradient] = evaluate(gradients(sum(family.fromParameters(parameters).logProb(action)), [parameters]), {
      parameters: ndArray([1, SIZE], row),
      action: ndArray([1, SIZE], [1, 0, 1]),
    });
    const expected = [1 - sigmoidOf(0.3), 0 - sigmoidOf(-1), 1 - sigmoidOf(2)];
    for (const [i, value] of expected.entries()) expect(gradient!.data[i]).toBeCloseTo(value, 12);
  });
});

describe("sampling bits", () => {
  const parameters = new Parameters();
  const head = family.head(parameters, input("features", ["batch", 1]));
  const sample = head.sample(input("noise", ["batch", SIZE]));

  it("sets each as often as it is probable, independently", async () => {
    const program = await compile({ outputs: parameters.bind({ action: sample }) });
    const bias = [1, -2, 0];
    const count = 40_000;
    const noise = new Float32Array(count * SIZE);
    createRandom(5).fillUniform(noise);
    const { action: bits } = await program.run({
      features: new Float32Array(count),
      noise,
      parameters: Float32Array.of(0, 0, 0, ...bias),
    });
    const frequencies = everything.map(() => 0);
    for (let row = 0; row < count; row++) {
      const code = bits[row * 3]! + 2 * bits[row * 3 + 1]! + 4 * bits[row * 3 + 2]!;
      frequencies[code]! += 1 / count;
    }
    for (const [code, logProb] of joint(bias).entries()) {
      const p = Math.exp(logProb);
      expect(Math.abs(frequencies[code]! - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / count));
    }
  });

  it("follows certainty even with the most extreme noise", async () => {
    const program = await compile({ outputs: parameters.bind({ action: sample }) });
    const { action: bits } = await program.run({
      features: new Float32Array(2),
      noise: Float32Array.of(0, 0, 0, 1 - 2 ** -24, 1 - 2 ** -24, 1 - 2 ** -24),
      parameters: Float32Array.of(0, 0, 0, 200, -200, 200),
    });
    expect([...bits]).toEqual([1, 0, 1, 1, 0, 1]);
  });
});
