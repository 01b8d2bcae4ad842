import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { gradients } from "./gradients.js";
import {
  add,
  broadcastTo,
  constant,
  conv2d,
  exp,
  expandLike,
  input,
  max,
  mul,
  relu,
  split,
  square,
  stopGradient,
  sum,
} from "./operations/index.js";
import { evaluate } from "./reference/evaluate.js";
import { ndArray } from "./reference/nd-array.js";
import type { Tensor } from "./tensor.js";

const x = input("x", ["n"]);
const feeds = { x: ndArray([3], [1, 2, 3]) };
const numbers = (tensor: Tensor | undefined) => [...evaluate([tensor!], feeds)[0]!.data];

describe("gradients", () => {
  it("of a sum of cubes are 3x², and their own gradients 6x", () => {
    const [first] = gradients(sum(mul(square(x), x)), [x]);
    const [second] = gradients(sum(first!), [x]);
    expect(numbers(first)).toEqual([3, 12, 27]);
    expect(numbers(second)).toEqual([6, 12, 18]);
  });

  it("with a seed are the vector–Jacobian product", () => {
    const [product] = gradients(square(x), [x], square(x));
    expect(numbers(product)).toEqual([2, 16, 54]);
  });

  it("of targets that are not reached are zeros in the target's shape, dynamic or not", () => {
    const other = input("other", [2, 2]);
    const [forOther, forX] = gradients(sum(exp(other)), [other, x]);
    expect(forOther!.shape).toEqual([2, 2]);
    expect(forX!.shape).toEqual(["n"]);
    expect(numbers(forX)).toEqual([0, 0, 0]);
  });

  it("do not pass stopGradient", () => {
    const [gradient] = gradients(sum(mul(x, stopGradient(square(x)))), [x]);
    expect(numbers(gradient)).toEqual([1, 4, 9]);
    const [none] = gradients(sum(stopGradient(x)), [x]);
    expect(numbers(none)).toEqual([0, 0, 0]);
  });

  it("of stopGradient's result are those of any other tensor", () => {
    const held = stopGradient(square(x));
    const [gradient] = gradients(sum(mul(x, held)), [held]);
    expect(numbers(gradient)).toEqual([1, 2, 3]);
  });

  it("of a tensor in the middle of the graph do not depend on what made it", () => {
    const middle = square(x);
    const [forMiddle, forX] = gradients(sum(square(middle)), [middle, x]);
    expect(numbers(forMiddle)).toEqual([2, 8, 18]);
    expect(numbers(forX)).toEqual([4, 32, 108]);
  });

  it("of an expanded tensor are found although operations broadcast by themselves", () => {
    const logScale = input("logScale", []);
    const expanded = expandLike(logScale, x);
    const [forExpanded] = gradients(sum(mul(expanded, x)), [expanded]);
    expect(numbers(forExpanded)).toEqual([1, 2, 3]);
    const fixed = broadcastTo(logScale, [3]);
    const [forFixed] = gradients(sum(mul(fixed, constant([4, 5, 6]))), [fixed]);
    expect(numbers(forFixed)).toEqual([4, 5, 6]);
  });

  it("of a gradient itself are found", () => {
    const [ones] = gradients(sum(x), [x]);
    const [gradient] = gradients(sum(mul(square(ones!), x)), [ones!]);
    expect(numbers(gradient)).toEqual([2, 4, 6]);
  });

  it("of the output itself are the seed", () => {
    const y = sum(x);
    expect(numbers(gradients(y, [y])[0])).toEqual([1]);
  });

  it("of a tensor used many times add up", () => {
    const [gradient] = gradients(sum(add(add(x, x), x)), [x]);
    expect(numbers(gradient)).toEqual([3, 3, 3]);
  });

  it("of a vector of which one piece goes unused are zero there", () => {
    const whole = input("x", [3]);
    const [, last] = split(whole, [2, 1]);
    expect(numbers(gradients(sum(last!), [whole])[0])).toEqual([0, 0, 1]);
  });

  it("of max are shared among ties, and of relu at zero are zero", () => {
    const tied = constant([2, 2, 1]);
    expect(numbers(gradients(max(tied), [tied])[0])).toEqual([0.5, 0.5, 0]);
    const zero = constant([0]);
    expect(numbers(gradients(sum(relu(zero)), [zero])[0])).toEqual([0]);
  });

  it("of a convolution with respect to its kernel are the sums of the pixels each entry saw", () => {
    const image = constant([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]);
    const kernel = constant([1, 0, 0, 1], [1, 1, 2, 2]);
    const y = conv2d(image, kernel);
    expect(numbers(y)).toEqual([6, 8, 12, 14]);
    const [forKernel, forImage] = gradients(sum(y), [kernel, image]);
    expect(numbers(forKernel)).toEqual([12, 16, 24, 28]);
    expect(numbers(forImage)).toEqual([1, 1, 0, 1, 2, 1, 0, 1, 1]);
  });

  it("refuse an output that is not a scalar, and a seed of another shape", () => {
    expect(() => gradients(x, [x])).toThrow(UsageError);
    expect(() => gradients(x, [x])).toThrow("gradients: the output has shape [n], not [].");
    expect(() => gradients(x, [x], constant([1, 2]))).toThrow("the seed has shape [2], the output [n]");
  });
});
