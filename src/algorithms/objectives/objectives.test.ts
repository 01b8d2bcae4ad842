import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, gradients, input, ndArray } from "../../tensor/index.js";
import { clippedSurrogate, clippedValueLoss, valueLoss } from "./index.js";

const EPSILON = 0.2;

/** The objective and its gradient with respect to one ratio. */
function surrogate(ratio: number, advantage: number, pessimistic = true) {
  const rho = input("ratio", ["batch"]);
  const objective = clippedSurrogate(rho, input("advantage", ["batch"]), input("clipRange", []), pessimistic);
  const [value, gradient] = evaluate([objective, ...gradients(objective, [rho])], {
    ratio: ndArray([1], [ratio]),
    advantage: ndArray([1], [advantage]),
    clipRange: ndArray([], [EPSILON]),
  }).map(({ data }) => data[0]!) as [number, number];
  return { value, gradient };
}

describe("the clipped surrogate", () => {
  it.each([
    { ratio: 1.5, advantage: 2, value: 2.4, gradient: 0, because: "a good action is already likelier than 1 + ε" },
    { ratio: 0.5, advantage: -2, value: -1.6, gradient: 0, because: "a bad action is already rarer than 1 − ε" },
    { ratio: 0.5, advantage: 2, value: 1, gradient: 2, because: "a good action has become rarer: that is undone" },
    { ratio: 1.5, advantage: -2, value: -3, gradient: -2, because: "a bad action has become likelier: that is undone" },
    { ratio: 1.1, advantage: 2, value: 2.2, gradient: 2, because: "the ratio is inside" },
    { ratio: 0.9, advantage: -2, value: -1.8, gradient: -2, because: "the ratio is inside" },
  ])("at ratio $ratio and advantage $advantage has gradient $gradient: $because", (example) => {
    const { value, gradient } = surrogate(example.ratio, example.advantage);
    expect(value).toBeCloseTo(example.value, 12);
    expect(gradient).toBeCloseTo(example.gradient, 12);
  });

  it.each([
    { ratio: 1.5, advantage: 2 },
    { ratio: 1.5, advantage: -2 },
    { ratio: 0.5, advantage: 2 },
    { ratio: 0.5, advantage: -2 },
  ])("in its plain form has no gradient outside (ratio $ratio, advantage $advantage)", ({ ratio, advantage }) => {
    const { value, gradient } = surrogate(ratio, advantage, false);
    expect(gradient).toBeCloseTo(0, 12);
    expect(value).toBeCloseTo((ratio > 1 ? 1 + EPSILON : 1 - EPSILON) * advantage, 12);
  });

  it("in its plain form has the unclipped gradient inside", () => {
    expect(surrogate(1.1, -3, false).gradient).toBeCloseTo(-3, 12);
  });

  it("is never more than the unclipped surrogate", () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 5, noNaN: true }), number, (ratio, advantage) => {
        expect(surrogate(ratio, advantage).value).toBeLessThanOrEqual(ratio * advantage + 1e-12);
      }),
    );
  });

  it("averages over the batch", () => {
    const objective = clippedSurrogate(
      input("ratio", ["batch"]),
      input("advantage", ["batch"]),
      input("clipRange", []),
    );
    const [value] = evaluate([objective], {
      ratio: ndArray([4], [1.5, 0.5, 1, 1]),
      advantage: ndArray([4], [1, 1, 3, -1]),
      clipRange: ndArray([], [EPSILON]),
    });
    expect(value!.data[0]).toBeCloseTo((1.2 + 0.5 + 3 - 1) / 4, 12);
  });
});

describe("value losses", () => {
  it("the plain one is the mean squared error", () => {
    const loss = valueLoss(input("value", ["batch"]), input("target", ["batch"]));
    const [value] = evaluate([loss], { value: ndArray([2], [1, 2]), target: ndArray([2], [3, 5]) });
    expect(value!.data[0]).toBe((4 + 9) / 2);
  });

  it("the clipped one is mean max((V − R)², (V_old + clip(V − V_old, ±ε) − R)²)", () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    const row = fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(row, fc.double({ min: 0, max: 2, noNaN: true }), (rows, epsilon) => {
        const names = ["value", "target", "old"] as const;
        const [value, target, old] = names.map((name) => input(name, ["batch"]));
        const loss = clippedValueLoss(value!, target!, old!, input("epsilon", []));
        const column = (k: number) =>
          ndArray(
            [rows.length],
            rows.map((values) => values[k]!),
          );
        const [result] = evaluate([loss], {
          value: column(0),
          target: column(1),
          old: column(2),
          epsilon: ndArray([], [epsilon]),
        });
        const terms = rows.map(([v, r, o]) => {
          const near = o + Math.max(-epsilon, Math.min(epsilon, v - o));
          return Math.max((v - r) ** 2, (near - r) ** 2);
        });
        expect(result!.data[0]).toBeCloseTo(terms.reduce((a, b) => a + b) / rows.length, 10);
      }),
    );
  });

  it("the clipped one has no gradient where the value has already moved further than ε towards the target", () => {
    const value = input("value", ["batch"]);
    const loss = clippedValueLoss(value, input("target", ["batch"]), input("old", ["batch"]), input("epsilon", []));
    const at = (v: number) =>
      evaluate(gradients(loss, [value]), {
        value: ndArray([1], [v]),
        target: ndArray([1], [5]),
        old: ndArray([1], [0]),
        epsilon: ndArray([], [0.5]),
      })[0]!.data[0]!;
    expect(at(1)).toBeCloseTo(0, 12);
    expect(at(0.25)).toBeCloseTo(2 * (0.25 - 5), 12);
    expect(at(-1)).toBeCloseTo(2 * (-1 - 5), 12);
  });
});
