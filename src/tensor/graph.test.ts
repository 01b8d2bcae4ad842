import { describe, expect, it } from "vitest";
import { gradients } from "./gradients.js";
import { substitute, topologicalOrder } from "./graph.js";
import { add, constant, flatten, input, matmul, mean, mul, reshape, sin, split, sub, sum } from "./operations/index.js";
import { evaluate } from "./reference/evaluate.js";
import { ndArray } from "./reference/nd-array.js";
import type { Tensor } from "./tensor.js";

function chain(x: Tensor, length: number): Tensor {
  let y = x;
  for (let i = 0; i < length; i++) y = add(y, x);
  return y;
}

describe("topologicalOrder", () => {
  it("lists every node once, inputs before users", () => {
    const x = input("x", [2]);
    const shared = sin(x);
    const order = topologicalOrder([mul(shared, shared), add(shared, x)]);
    expect(order.length).toBe(4);
    for (const [position, node] of order.entries()) {
      for (const { node: dependency } of node.inputs) expect(order.indexOf(dependency)).toBeLessThan(position);
    }
  });

  it("orders, differentiates, substitutes and evaluates a chain of 20,000 operations", () => {
    const x = input("x", []);
    const y = chain(x, 20_000);
    expect(topologicalOrder([y]).length).toBe(20_001);
    const [gradient] = gradients(y, [x]);
    const [substituted] = substitute([y], new Map([[x, constant(2)]]));
    expect(evaluate([gradient!], {})[0]!.data[0]).toBe(20_001);
    expect(evaluate([substituted!], {})[0]!.data[0]).toBe(40_002);
  });
});

describe("substitute", () => {
  it("replaces a tensor wherever it is used", () => {
    const x = input("x", []);
    const y = input("y", []);
    const [result] = substitute([add(mul(x, x), y)], new Map([[x, constant(3)]]));
    expect(evaluate([result!], { y: ndArray([], [1]) })[0]!.data[0]).toBe(10);
  });

  it("keeps what does not depend on the replaced tensor, and keeps shared nodes shared", () => {
    const x = input("x", []);
    const y = input("y", []);
    const untouched = sin(y);
    const shared = sin(x);
    const [kept, left, right] = substitute(
      [untouched, add(shared, untouched), mul(shared, y)],
      new Map([[x, constant(1)]]),
    );
    expect(kept).toBe(untouched);
    expect(left!.node.inputs[0]).toBe(right!.node.inputs[0]);
    expect(left!.node.inputs[1]).toBe(untouched);
  });

  it("replaces one of several outputs of a node", () => {
    const [first, second] = split(input("x", [3]), [1, 2]);
    const [result] = substitute([add(first!, second!)], new Map([[first!, constant([10])]]));
    expect([...evaluate([result!], { x: ndArray([3], [1, 2, 3]) })[0]!.data]).toEqual([12, 13]);
  });

  it("fixes a dynamic dimension when the new tensor has a size", () => {
    const x = input("x", ["batch", 4]);
    const loss = mean(matmul(reshape(x, ["batch", 2, 2]), constant([1, 2], [2, 1])));
    const [fixed, vector] = substitute([loss, sub(sum(flatten(x)), loss)], new Map([[x, input("x", [3, 4])]]));
    const feeds = {
      x: ndArray(
        [3, 4],
        Array.from({ length: 12 }, (_, i) => i),
      ),
    };
    expect(evaluate([fixed!, vector!], feeds).map(({ data }) => data[0])).toEqual([17, 49]);
  });

  it("does not lose track of a tensor that was expanded before it was used", () => {
    const x = input("x", ["batch", 2]);
    const bias = input("bias", [2]);
    const expanded = add(mul(x, 0), bias);
    const [result] = substitute([sum(mul(expanded, x))], new Map([[expanded, x]]));
    expect(evaluate([result!], { x: ndArray([1, 2], [3, 4]) })[0]!.data[0]).toBe(25);
  });
});
