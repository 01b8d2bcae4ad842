import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Parameters } from "../nn/index.js";
import { createRandom } from "../random/index.js";
import { compile } from "../runtime/index.js";
import { evaluate, gradients, input, mean, ndArray, sum } from "../tensor/index.js";
import { categorical } from "./index.js";
import { ofRows } from "./testing/rows.js";

const CHOICES = 3;
const family = categorical(CHOICES);
const logits = () =>
  fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: CHOICES, maxLength: CHOICES });

/** log p of every choice, by log-sum-exp in float64. */
function logProbabilities(row: readonly number[]): number[] {
  const largest = Math.max(...row);
  const total = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - largest), 0)) + largest;
  return row.map((logit) => logit - total);
}

const logProbOf = (row: readonly number[]) =>
  ofRows(family, Array(CHOICES).fill(row), (d) => d.logProb(input("action", ["batch"], "int32")), {
    action: ndArray([CHOICES], [0, 1, 2]),
  });

describe("the categorical distribution", () => {
  it("has probabilities that sum to 1, whatever the logits", () => {
    fc.assert(
      fc.property(logits(), (row) => {
        const total = logProbOf(row).reduce((sum, logProb) => sum + Math.exp(logProb), 0);
        expect(total).toBeCloseTo(1, 10);
      }),
    );
  });

  it("log-probability, entropy and KL equal their definitions by enumeration", () => {
    fc.assert(
      fc.property(logits(), logits(), (p, q) => {
        const [logP, logQ] = [logProbabilities(p), logProbabilities(q)];
        for (const [i, logProb] of logProbOf(p).entries()) expect(logProb).toBeCloseTo(logP[i]!, 9);
        const [entropy] = ofRows(family, [p], (d) => d.entropy());
        expect(entropy).toBeCloseTo(-logP.reduce((total, l) => total + Math.exp(l) * l, 0), 9);
        const [kl] = ofRows(family, [p], (d) => d.klDivergence(family.fromParameters(input("q", ["batch", CHOICES]))), {
          q: ndArray([1, CHOICES], q),
        });
        expect(kl).toBeCloseTo(
          logP.reduce((total, l, i) => total + Math.exp(l) * (l - logQ[i]!), 0),
          8,
        );
      }),
    );
  });

  it("diverges from itself by exactly 0", () => {
    fc.assert(
      fc.property(logits(), (row) => {
        expect(ofRows(family, [row], (d) => d.klDivergence(d))).toEqual([0]);
      }),
    );
  });

  it("its mode is the largest logit", () => {
    expect(
      ofRows(
        family,
        [
          [0, 3, 1],
          [-1, -5, -2],
        ],
        (d) => d.mode(),
      ),
    ).toEqual([1, 0]);
  });
});

/** A head whose logits are set by the bias: the features are 0. */
function headWith(bias: readonly number[], masked: boolean) {
  const parameters = new Parameters();
  const mask = masked ? input("mask", ["batch", bias.length], "bool") : undefined;
  const head = categorical(bias.length).head(parameters, input("features", ["batch", 1]), mask);
  return { parameters, head, values: Float32Array.of(...bias.map(() => 0), ...bias) };
}

describe("sampling by Gumbel noise", () => {
  it.each([{ masked: false }, { masked: true }])(
    "draws actions as often as they are probable (masked: $masked)",
    async ({ masked }) => {
      const probabilities = [0.5, 0.3, 0.15, 0.05];
      const { parameters, head, values } = headWith(probabilities.map(Math.log), masked);
      const program = await compile({
        outputs: parameters.bind({ action: head.sample(input("noise", ["batch", 4])) }),
      });
      const count = 40_000;
      const noise = new Float32Array(count * 4);
      createRandom(11).fillUniform(noise);
      const mask = Uint8Array.from({ length: count * 4 }, (_, i) => (i % 4 === 2 ? 0 : 1));
      const { action } = await program.run({
        features: new Float32Array(count),
        noise,
        parameters: values,
        ...(masked && { mask }),
      });
      const frequencies = [0, 0, 0, 0];
      for (const choice of action) frequencies[choice]! += 1 / count;
      for (const [choice, frequency] of frequencies.entries()) {
        const p = masked ? (choice === 2 ? 0 : probabilities[choice]! / 0.85) : probabilities[choice]!;
        // four standard deviations
        expect(Math.abs(frequency - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / count));
      }
    },
  );

  it("never draws a forbidden action, not even from the most extreme noise", async () => {
    const { parameters, head, values } = headWith([-20, 20], true);
    const program = await compile({ outputs: parameters.bind({ action: head.sample(input("noise", ["batch", 2])) }) });
    const largest = 1 - 2 ** -24;
    const noise = Float32Array.of(0, 0, 0, largest, largest, 0, largest, largest);
    const features = new Float32Array(4);
    const first = await program.run({
      features,
      noise,
      parameters: values,
      mask: Uint8Array.of(1, 0, 1, 0, 1, 0, 1, 0),
    });
    expect([...first.action]).toEqual([0, 0, 0, 0]);
    const second = await program.run({
      features,
      noise,
      parameters: values,
      mask: Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 1),
    });
    expect([...second.action]).toEqual([1, 1, 1, 1]);
  });
});

describe("a masked categorical distribution", () => {
  const bias = [1, 2, 3];
  const mask = Uint8Array.of(1, 0, 1);
  const { parameters, head, values } = headWith(bias, true);
  const action = input("action", ["batch"], "int32");
  const { distribution } = head;
  const feeds = { features: Float32Array.of(0), parameters: values, mask };

  it("gives forbidden actions a probability of exactly 0 in float32", async () => {
    const program = await compile({ outputs: parameters.bind({ logProb: distribution.logProb(action) }) });
    const { logProb } = await program.run({ ...feeds, action: Int32Array.of(1) });
    expect(Math.fround(Math.exp(logProb[0]!))).toBe(0);
  });

  it("spreads the rest over the legal actions, and its entropy counts only those", async () => {
    const program = await compile({
      outputs: parameters.bind({ logProb: distribution.logProb(action), entropy: distribution.entropy() }),
    });
    const { logProb, entropy } = await program.run({ ...feeds, action: Int32Array.of(2) });
    const p = 1 / (1 + Math.exp(1 - 3));
    expect(logProb[0]).toBeCloseTo(Math.log(p), 6);
    expect(entropy[0]).toBeCloseTo(-p * Math.log(p) - (1 - p) * Math.log(1 - p), 6);
  });

  it("passes no gradient to forbidden logits, from log-probability, entropy or divergence", async () => {
    const old = family.fromParameters(input("old", ["batch", CHOICES]));
    const losses = {
      logProb: sum(distribution.logProb(action)),
      entropy: mean(distribution.entropy()),
      kl: mean(old.klDivergence(distribution)),
    };
    for (const loss of Object.values(losses)) {
      const program = await compile({ outputs: parameters.bind({ gradient: parameters.gradient(loss) }) });
      const result = await program.run({
        ...feeds,
        ...(loss === losses.logProb && { action: Int32Array.of(0) }),
        ...(loss === losses.kl && { old: Float32Array.of(0.5, -1e8, 0.5) }),
      });
      // weights [1, 3], then biases [3]
      expect(result.gradient[4]).toBe(0);
      expect(result.gradient[3]).not.toBe(0);
    }
  });

  it("stores masked logits, from which the same distribution is rebuilt", async () => {
    const program = await compile({
      outputs: parameters.bind({ stored: distribution.parameters, logProb: distribution.logProb(action) }),
    });
    const { stored, logProb } = await program.run({ ...feeds, action: Int32Array.of(0) });
    const [again] = ofRows(family, [[...stored]], (d) => d.logProb(action), { action: ndArray([1], [0]) });
    expect(again).toBeCloseTo(logProb[0]!, 6);
  });
});

it("gradients of the log-probability are one-hot minus probabilities", () => {
  const parameters = input("parameters", ["batch", CHOICES]);
  const loss = sum(family.fromParameters(parameters).logProb(input("action", ["batch"], "int32")));
  const row = [0.3, -1, 2];
  const [gradient] = evaluate(gradients(loss, [parameters]), {
    parameters: ndArray([1, CHOICES], row),
    action: ndArray([1], [2]),
  });
  const p = logProbabilities(row).map(Math.exp);
  for (const [i, value] of [-p[0]!, -p[1]!, 1 - p[2]!].entries()) expect(gradient!.data[i]).toBeCloseTo(value, 12);
});
