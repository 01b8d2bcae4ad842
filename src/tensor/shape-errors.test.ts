import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import * as op from "./operations/index.js";
import { productOf } from "./shape.js";
import type { Tensor } from "./tensor.js";

const tensor = (...shape: (number | string)[]) => op.input("x", shape);
const integers = (...shape: (number | string)[]) => op.input("i", shape, "int32");
const bools = (...shape: (number | string)[]) => op.input("b", shape, "bool");

/** What is built, and what the error must name. */
const shapeErrors: [string, () => Tensor | readonly Tensor[], readonly string[]][] = [
  ["add", () => op.add(tensor(2, 3), tensor(4)), ["[2, 3]", "[4]"]],
  ["maximum", () => op.maximum(tensor("batch", 3), tensor(2, 3)), ["[batch, 3]", "[2, 3]"]],
  ["less", () => op.less(tensor("batch"), tensor("time")), ["[batch]", "[time]"]],
  ["matmul", () => op.matmul(tensor(2, 3), tensor(4, 5)), ["[2, 3]", "[4, 5]"]],
  ["matmul", () => op.matmul(tensor(2, 3, 4), tensor(5, 4, 3)), ["[2]", "[5]"]],
  ["matmul", () => op.matmul(tensor(3), tensor(3, 2)), ["[3]", "[3, 2]"]],
  ["where", () => op.where(bools(2), tensor(3), tensor(4)), ["[3]", "[4]"]],
  ["where", () => op.where(bools(2), tensor(3), 0), ["[2]", "[3]"]],
  ["clip", () => op.clip(tensor(2), tensor(2), 1), ["[2]", "[]"]],
  ["concat", () => op.concat([tensor(2, 3), tensor(3, 3)]), ["[2, 3]", "[3, 3]"]],
  ["concat", () => op.concat([tensor(2, "batch"), tensor(2, 3)]), ["[2, batch]", "[2, 3]"]],
  ["stack", () => op.stack([tensor(2), tensor(3)]), ["[2]", "[3]"]],
  ["split", () => op.split(tensor(2, 5), [2, 2]), ["[2, 5]", "[2, 2]"]],
  ["expandLike", () => op.expandLike(tensor(2), tensor(3)), ["[2]", "[3]"]],
  ["expandLike", () => op.expandLike(tensor(2, 2), tensor(2)), ["[2, 2]", "[2]"]],
  ["broadcastTo", () => op.broadcastTo(tensor(2), [2, 3]), ["[2]", "[2, 3]"]],
  ["broadcastTo", () => op.broadcastTo(tensor(1), ["batch"]), ["[1]", "[batch]"]],
  ["reshape", () => op.reshape(tensor(2, 3), [4, 2]), ["[2, 3]", "[4, 2]"]],
  ["reshape", () => op.reshape(tensor("batch", 4), ["batch", 3]), ["[batch, 4]", "[batch, 3]"]],
  ["reshape", () => op.reshape(tensor(5), [2, "rows"]), ["[5]", "[2, rows]"]],
  ["reshape", () => op.reshape(tensor(6), ["a", "b"]), ["[6]", "[a, b]"]],
  ["reshapeLike", () => op.reshapeLike(tensor(6), tensor(5)), ["[6]", "[5]"]],
  ["transpose", () => op.transpose(tensor(2, 3), [0, 0]), ["[2, 3]", "[0, 0]"]],
  ["gatherRows", () => op.gatherRows(tensor(), integers(2)), ["[]", "[2]"]],
  ["gatherAlong", () => op.gatherAlong(tensor(2, 3), integers(3, 1)), ["[2, 3]", "[3, 1]"]],
  ["scatterAddRows", () => op.scatterAddRows(tensor(4, 2), integers(3), tensor(3, 3)), ["[4, 2]", "[3]", "[3, 3]"]],
  ["scatterAddAlong", () => op.scatterAddAlong(tensor(4, 2), integers(4, 1), tensor(4, 2)), ["[4, 1]", "[4, 2]"]],
  ["layerNorm", () => op.layerNorm(tensor(2, 3), tensor(2), tensor(3)), ["[2, 3]", "[2]", "[3]"]],
  ["conv2d", () => op.conv2d(tensor(1, 2, 5, 5), tensor(4, 3, 3, 3)), ["[1, 2, 5, 5]", "[4, 3, 3, 3]"]],
  ["conv2d", () => op.conv2d(tensor(1, 3, 2, 2), tensor(4, 3, 3, 3)), ["[1, 3, 2, 2]", "[4, 3, 3, 3]"]],
  ["conv2d", () => op.conv2d(tensor(1, 3, "height", 2), tensor(4, 3, 1, 1)), ["[1, 3, height, 2]"]],
  ["constant", () => op.constant([1, 2, 3], [2, 2]), ["3 numbers", "[2, 2]"]],
  ["slice", () => op.slice(tensor(2, 3), 1, 1, 4), ["1 to 4", "[2, 3]"]],
  ["slice", () => op.slice(tensor("batch", 3), 0, 1), ["axis 0", "[batch, 3]"]],
  ["pad", () => op.pad(tensor("batch", 3), 0, 1, 1), ["axis 0", "[batch, 3]"]],
  ["sum", () => op.sum(tensor(2, 3), { axes: 2 }), ["axis 2", "rank 2"]],
  ["mean", () => op.mean(tensor(2, 3), { axes: [0, -2] }), ["[0, -2]"]],
  ["softmax", () => op.softmax(tensor()), ["axis -1", "rank 0"]],
  ["logSoftmax", () => op.logSoftmax(tensor(2), 1), ["axis 1", "rank 1"]],
  ["argMax", () => op.argMax(tensor(2), 1), ["axis 1", "rank 1"]],
  ["cumulativeSum", () => op.cumulativeSum(tensor(2), 1), ["axis 1", "rank 1"]],
];

const typeErrors: [string, () => Tensor, readonly string[]][] = [
  ["exp", () => op.exp(integers(2)), ["int32", "float32"]],
  ["gelu", () => op.gelu(integers(2)), ["int32", "float32"]],
  ["add", () => op.add(tensor(2), integers(2)), ["int32", "float32"]],
  ["and", () => op.and(tensor(2), bools(2)), ["float32", "bool"]],
  ["not", () => op.not(tensor(2)), ["float32", "bool"]],
  ["clip", () => op.clip(tensor(2), integers(), 1), ["int32", "float32"]],
  ["where", () => op.where(tensor(2), 1, 2), ["float32", "bool"]],
  ["where", () => op.where(bools(2), tensor(2), integers(2)), ["int32", "float32"]],
  ["matmul", () => op.matmul(integers(2, 2), tensor(2, 2)), ["int32", "float32"]],
  ["sum", () => op.sum(integers(2)), ["int32", "float32"]],
  ["max", () => op.max(bools(2)), ["bool", "float32"]],
  ["softmax", () => op.softmax(integers(2)), ["int32", "float32"]],
  ["argMax", () => op.argMax(bools(2)), ["bool"]],
  ["gatherRows", () => op.gatherRows(tensor(2), tensor(2)), ["float32", "int32"]],
  ["gatherAlong", () => op.gatherAlong(tensor(2), tensor(2)), ["float32", "int32"]],
  ["scatterAddRows", () => op.scatterAddRows(integers(2), integers(2), integers(2)), ["int32", "float32"]],
  ["scatterAddAlong", () => op.scatterAddAlong(tensor(2), tensor(2), tensor(2)), ["float32", "int32"]],
  ["layerNorm", () => op.layerNorm(integers(2), tensor(2), tensor(2)), ["int32", "float32"]],
  ["conv2d", () => op.conv2d(integers(1, 1, 1, 1), tensor(1, 1, 1, 1)), ["int32", "float32"]],
  ["oneHot", () => op.oneHot(tensor(2), 3), ["float32", "int32"]],
  ["cumulativeSum", () => op.cumulativeSum(integers(2)), ["int32", "float32"]],
  ["constant", () => op.constant(0.5, [], "int32"), ["0.5", "int32"]],
];

const optionErrors: [string, () => Tensor | readonly Tensor[], readonly string[]][] = [
  ["conv2d", () => op.conv2d(tensor(1, 1, 4, 4), tensor(1, 1, 2, 2), { strides: 0 }), ["strides", "0, 0"]],
  ["conv2d", () => op.conv2d(tensor(1, 1, 4, 4), tensor(1, 1, 2, 2), { padding: -1 }), ["padding", "-1"]],
  ["oneHot", () => op.oneHot(integers(2), 0), ["size is 0"]],
  ["input", () => op.input("x", [2.5, "batch"]), ["[2.5, batch]", '"x"']],
  ["concat", () => op.concat([]), ["empty"]],
  ["stack", () => op.stack([]), ["empty"]],
];

describe.each([
  ["shapes that do not fit", shapeErrors],
  ["types that do not fit", typeErrors],
  ["impossible options", optionErrors],
])("%s are refused when the graph is built", (_kind, cases) => {
  it.each(cases)("%s names itself and what it was given (%#)", (operation, build, named) => {
    let error: unknown;
    try {
      build();
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(UsageError);
    const { message, fix } = error as UsageError;
    expect(message).toMatch(new RegExp(`^${operation}: `));
    for (const part of named) expect(`${message} ${fix}`).toContain(part);
  });
});

describe("productOf", () => {
  it("gives equal products equal names", () => {
    expect(productOf([2, 3])).toBe(6);
    expect(productOf(["batch"])).toBe("batch");
    expect(productOf(["time", 2, "batch"])).toBe("2*batch*time");
    expect(productOf([productOf([2, "batch"]), productOf(["time", 3])])).toBe("6*batch*time");
  });
});
