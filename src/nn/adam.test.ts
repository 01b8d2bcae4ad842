import { describe, expect, it } from "vitest";
import { compile } from "../runtime/index.js";
import { evaluate, input, mul, ndArray, type Tensor } from "../tensor/index.js";
import { adam, clipByGlobalNorm } from "./index.js";

/** PyTorch's documented algorithm, one number at a time: ε is added to √v̂, after bias correction. */
function referenceAdam(parameter: number, gradients: readonly number[], learningRate: number, epsilon: number): number {
  let [m, v] = [0, 0];
  let theta = parameter;
  for (const [i, gradient] of gradients.entries()) {
    m = 0.9 * m + 0.1 * gradient;
    v = 0.999 * v + 0.001 * gradient * gradient;
    theta -= (learningRate * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (i + 1))) + epsilon);
  }
  return theta;
}

async function run(start: readonly number[], gradients: readonly (readonly number[])[], learningRate: number) {
  const optimizer = adam();
  const { parameters, firstMoment, secondMoment } = optimizer.update(
    input("parameters", [start.length]),
    input("gradient", [start.length]),
    input("learningRate", []),
  );
  const program = await compile({ outputs: { next: parameters, firstMoment, secondMoment } });
  let values: Float32Array = Float32Array.from(start);
  let first: Float32Array = new Float32Array(start.length);
  let second: Float32Array = new Float32Array(start.length);
  for (const [i, gradient] of gradients.entries()) {
    const corrections = optimizer.corrections(i + 1);
    const result = await program.run({
      parameters: values,
      gradient: Float32Array.from(gradient),
      learningRate: Float32Array.of(learningRate),
      "optimizer/firstMoment": first,
      "optimizer/secondMoment": second,
      "optimizer/firstCorrection": Float32Array.of(corrections.first),
      "optimizer/secondCorrection": Float32Array.of(corrections.second),
    });
    values = result.next as Float32Array;
    first = result.firstMoment as Float32Array;
    second = result.secondMoment as Float32Array;
  }
  return values;
}

describe("Adam", () => {
  it("adds epsilon after bias correction: the first step is α·g / (|g| + ε)", async () => {
    const gradients = [1e-5, -3, 1e-3];
    const values = await run([0, 0, 0], [gradients], 0.1);
    // where |g| = ε = 1e-5 the step is half the learning rate; TensorFlow's placement of ε would give 0.3 % of it
    for (const [i, g] of gradients.entries()) expect(values[i]).toBeCloseTo((-0.1 * g) / (Math.abs(g) + 1e-5), 6);
  });

  it("follows an independent implementation over three steps", async () => {
    const gradients = [
      [0.5, -2e-5],
      [-0.25, 4e-5],
      [0.125, 1],
    ];
    const values = await run([1, -1], gradients, 0.01);
    for (const element of [0, 1]) {
      const expected = referenceAdam(
        element === 0 ? 1 : -1,
        gradients.map((gradient) => gradient[element]!),
        0.01,
        1e-5,
      );
      expect(values[element]).toBeCloseTo(expected, 6);
    }
  });
});

describe("clipping by the global norm", () => {
  const clipped = (gradient: readonly number[], maxNorm: number) => {
    const { scale, norm } = clipByGlobalNorm(input("g", [gradient.length]), input("max", []));
    const [factor, length] = evaluate([scale, norm], {
      g: ndArray([gradient.length], gradient),
      max: ndArray([], [maxNorm]),
    }).map(({ data }) => data[0]!) as [number, number];
    return { factor, norm: length };
  };

  it("scales a long gradient down to the largest norm and reports the norm before", () => {
    const { factor, norm } = clipped([3, 4], 0.5);
    expect(norm).toBe(5);
    expect(factor).toBeCloseTo(0.1, 6);
  });

  it("leaves a short gradient exactly as it is", () => {
    expect(clipped([0.3, -0.4], 1)).toEqual({ factor: 1, norm: 0.5 });
  });

  it("is finite for a zero gradient", () => {
    expect(clipped([0, 0], 0.5)).toEqual({ factor: 1, norm: 0 });
  });

  it("is the same as scaling the gradient before the optimizer sees it", () => {
    const optimizer = adam();
    const [gradient, scale] = [input("gradient", [2]), input("scale", [])];
    const update = (g: Tensor, factor?: Tensor) =>
      Object.values(optimizer.update(input("parameters", [2]), g, input("learningRate", []), factor));
    const feeds = {
      parameters: ndArray([2], [1, -1]),
      gradient: ndArray([2], [3, -4]),
      scale: ndArray([], [0.1]),
      learningRate: ndArray([], [0.01]),
      "optimizer/firstMoment": ndArray([2], [0.5, 0.25]),
      "optimizer/secondMoment": ndArray([2], [2, 0.5]),
      "optimizer/firstCorrection": ndArray([], [2]),
      "optimizer/secondCorrection": ndArray([], [3]),
    };
    const [scaledInside, scaledBefore] = [update(gradient, scale), update(mul(gradient, scale))].map((outputs) =>
      evaluate(outputs, feeds).flatMap(({ data }) => [...data]),
    );
    for (const [i, value] of scaledBefore!.entries()) expect(scaledInside![i]).toBeCloseTo(value, 12);
  });
});
