import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, exp, gradients, input, ndArray, sub, type Tensor } from "../../tensor/index.js";
import { actorCriticLoss, importanceSampledGradient, policyGradient, surrogate } from "./index.js";

const value = fc.double({ min: -2, max: 2, noNaN: true });
const rows = fc.array(fc.record({ logProb: value, behaviorLogProb: value, advantage: value }), {
  minLength: 1,
  maxLength: 6,
});
type Row = { logProb: number; behaviorLogProb: number; advantage: number };

/** ∂objective/∂log π(a|s) of every row. */
function slopes(objective: (logProb: Tensor, ratio: Tensor, advantage: Tensor) => Tensor, batch: readonly Row[]) {
  const logProb = input("logProb", ["batch"]);
  const ratio = exp(sub(logProb, input("behaviorLogProb", ["batch"])));
  const output = objective(logProb, ratio, input("advantage", ["batch"]));
  const column = (name: keyof Row) =>
    ndArray(
      [batch.length],
      batch.map((row) => row[name]),
    );
  const [result] = evaluate(gradients(output, [logProb]), {
    logProb: column("logProb"),
    behaviorLogProb: column("behaviorLogProb"),
    advantage: column("advantage"),
  });
  return [...result!.data];
}

function expectClose(actual: readonly number[], expected: readonly number[]) {
  expect(actual).toHaveLength(expected.length);
  for (const [i, slope] of expected.entries()) expect(actual[i]).toBeCloseTo(slope, 9);
}

describe("the gradient with respect to log π(a|s)", () => {
  it("of the policy gradient's objective is A/N", () => {
    fc.assert(
      fc.property(rows, (batch) => {
        expectClose(
          slopes((logProb, _, advantage) => policyGradient(logProb, advantage), batch),
          batch.map(({ advantage }) => advantage / batch.length),
        );
      }),
    );
  });

  it("of the surrogate is ρA/N, and that of single-step importance sampling is the same", () => {
    fc.assert(
      fc.property(rows, (batch) => {
        const expected = batch.map(
          ({ logProb, behaviorLogProb, advantage }) => (Math.exp(logProb - behaviorLogProb) * advantage) / batch.length,
        );
        expectClose(
          slopes((_, ratio, advantage) => surrogate(ratio, advantage), batch),
          expected,
        );
        expectClose(slopes(importanceSampledGradient, batch), expected);
      }),
    );
  });

  it("of the surrogate at π = μ is the policy gradient", () => {
    const batch = [
      { logProb: -1, behaviorLogProb: -1, advantage: 2 },
      { logProb: -0.3, behaviorLogProb: -0.3, advantage: -5 },
    ];
    expectClose(
      slopes((_, ratio, advantage) => surrogate(ratio, advantage), batch),
      slopes((logProb, _, advantage) => policyGradient(logProb, advantage), batch),
    );
  });

  it("of truncated importance sampling is min(ρ, ρ̄)·A/N: larger weights keep their gradient, but no more of it", () => {
    const batch = [
      { logProb: 0, behaviorLogProb: -1, advantage: 3 },
      { logProb: -1, behaviorLogProb: 0, advantage: 3 },
    ];
    // ρ = e, truncated to 1; ρ = 1/e
    expectClose(
      slopes((logProb, ratio, advantage) => importanceSampledGradient(logProb, ratio, advantage, 1), batch),
      [3 / 2, (3 * Math.exp(-1)) / 2],
    );
  });
});

describe("the loss of an actor and a critic", () => {
  it("adds the weighted value loss and takes the weighted entropy away", () => {
    const terms = ["policy", "value", "entropy"].map((name) => input(name, []));
    const at = (entropyCoefficient: number, valueCoefficient: number) =>
      evaluate([actorCriticLoss(terms[0]!, terms[1]!, terms[2]!, { entropyCoefficient, valueCoefficient })], {
        policy: ndArray([], [2]),
        value: ndArray([], [10]),
        entropy: ndArray([], [3]),
      })[0]!.data[0];
    expect(at(0.5, 0.1)).toBeCloseTo(2 - 1.5 + 1, 12);
    expect(at(0, 0.5)).toBeCloseTo(2 + 5, 12);
  });
});
