import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { createRandom } from "../random/index.js";
import { evaluate, input, ndArray, square } from "../tensor/index.js";
import { type ActivationName, linear, mlp, Parameters } from "./index.js";

describe("linear", () => {
  it("is x·W + b", () => {
    const parameters = new Parameters();
    const { y } = parameters.bind({ y: linear(parameters.scope("layer"), input("x", ["batch", 2]), 2) });
    // W = [[1, 2], [3, 4]], b = [5, 6]; [1, −1]·W = [−2, −2]
    const [result] = evaluate([y], {
      x: ndArray([1, 2], [1, -1]),
      parameters: ndArray([6], [1, 2, 3, 4, 5, 6]),
    });
    expect([...result!.data]).toEqual([3, 4]);
  });

  it("starts with a bias of 0, or has none", () => {
    const parameters = new Parameters();
    const x = input("x", ["batch", 3]);
    linear(parameters.scope("with"), x, 2);
    linear(parameters.scope("without"), x, 2, { bias: false });
    expect(parameters.layout.map(({ name }) => name)).toEqual(["with/weight", "with/bias", "without/weight"]);
    expect([...parameters.initialize(createRandom(0)).subarray(6, 8)]).toEqual([0, 0]);
  });

  it("names the shape whose last axis is dynamic", () => {
    expect(() => linear(new Parameters(), input("x", ["batch", "features"]), 2)).toThrow("has no fixed size");
  });
});

describe("mlp", () => {
  it("applies the activation after every hidden layer", () => {
    const parameters = new Parameters();
    const { y } = parameters.bind({
      y: mlp(parameters, input("x", ["batch", 1]), { hidden: [1, 1], activation: square }),
    });
    // ((2x + 1)² · 3 − 1)² at x = 1 is (9 · 3 − 1)²
    const [result] = evaluate([y], { x: ndArray([1, 1], [1]), parameters: ndArray([4], [2, 1, 3, -1]) });
    expect([...result!.data]).toEqual([26 ** 2]);
  });

  it("without hidden layers is the input itself", () => {
    const x = input("x", ["batch", 3]);
    expect(mlp(new Parameters(), x, { hidden: [] })).toBe(x);
  });

  it("without orthogonal initialization draws weights within 1/√inputs", () => {
    const parameters = new Parameters();
    mlp(parameters, input("x", ["batch", 100]), { hidden: [50], orthogonal: false });
    const values = parameters.initialize(createRandom(1));
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.1);
  });

  it.each(["rellu", "toString"])("suggests the nearest activation for %s", (name) => {
    const build = () =>
      mlp(new Parameters(), input("x", ["batch", 1]), { hidden: [1], activation: name as ActivationName });
    expect(build).toThrow(UsageError);
    expect(build).toThrow(`There is no activation "${name}".`);
  });

  it("names the nearest activation in the fix", () => {
    try {
      mlp(new Parameters(), input("x", ["batch", 1]), { hidden: [1], activation: "rellu" as ActivationName });
      expect.unreachable();
    } catch (error) {
      expect((error as UsageError).fix).toContain('Did you mean "relu"?');
    }
  });
});
