import { describe, expect, it } from "vitest";
import { evaluate, input, ndArray } from "../tensor/index.js";
import { rmsprop } from "./index.js";

/** One number's steps along the given gradients, as PyTorch documents RMSprop. */
function reference(
  gradients: readonly number[],
  learningRate: number,
  alpha: number,
  epsilon: number,
  momentum: number,
) {
  let [theta, square, buffer] = [0, 0, 0];
  for (const gradient of gradients) {
    square = alpha * square + (1 - alpha) * gradient * gradient;
    buffer = momentum * buffer + gradient / (Math.sqrt(square) + epsilon);
    theta -= learningRate * buffer;
  }
  return theta;
}

function steps(gradients: readonly number[], learningRate: number, options: Parameters<typeof rmsprop>[0], scale = 1) {
  const next = rmsprop(options).update(
    input("parameters", [1]),
    input("gradient", [1]),
    input("learningRate", []),
    scale,
  );
  let state = [0, 0, 0];
  for (const gradient of gradients) {
    const one = (value: number) => ndArray([1], [value]);
    state = evaluate([next.parameters, next.firstMoment, next.secondMoment], {
      parameters: one(state[0]!),
      gradient: one(gradient),
      learningRate: ndArray([], [learningRate]),
      "optimizer/firstMoment": one(state[1]!),
      "optimizer/secondMoment": one(state[2]!),
    }).map(({ data }) => data[0]!);
  }
  return state[0]!;
}

describe("RMSProp", () => {
  const gradients = [0.5, -2e-5, 3, -0.25];

  it.each([
    { alpha: 0.99, epsilon: 1e-5, momentum: 0 },
    { alpha: 0.9, epsilon: 1e-2, momentum: 0 },
    { alpha: 0.99, epsilon: 1e-5, momentum: 0.9 },
  ])("follows its definition with α = $alpha, ε = $epsilon, momentum $momentum", (options) => {
    const { alpha, epsilon, momentum } = options;
    expect(steps(gradients, 0.01, options)).toBeCloseTo(reference(gradients, 0.01, alpha, epsilon, momentum), 10);
  });

  it("has α = 0.99 and ε = 1e-5 unless told otherwise", () => {
    expect(steps(gradients, 0.01, undefined)).toBeCloseTo(reference(gradients, 0.01, 0.99, 1e-5, 0), 10);
  });

  it("adds ε to the root, not under it: at |g| = ε/√(1 − α) the first step is half of the longest", () => {
    // √v = √0.01 · 1e-4 = 1e-5 = ε, so g / (√v + ε) = 1e-4 / 2e-5 = 5; without ε it would be 10
    expect(steps([1e-4], 1, undefined)).toBeCloseTo(-5, 8);
  });

  it("scales the gradient before anything else", () => {
    expect(steps(gradients, 0.01, undefined, 0.5)).toBeCloseTo(
      steps(
        gradients.map((gradient) => gradient / 2),
        0.01,
        undefined,
      ),
      12,
    );
  });
});
