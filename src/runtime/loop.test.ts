import { describe, expect, it } from "vitest";
import {
  add,
  type DataType,
  gradients,
  input,
  mul,
  reshape,
  slice,
  square,
  sum,
  type Tensor,
  where,
} from "../tensor/index.js";
import { compileLoop, type TensorData } from "./index.js";

/** total ← total + rate · Σ x; seen = x + total, before the step. */
function accumulate() {
  const x = input("x", ["batch", 2]);
  const total = input("total", []);
  const next = add(total, mul(input("rate", []), sum(x)));
  return { next, sum: sum(x), seen: add(x, total) };
}

describe("a loop", () => {
  it("takes as many steps as it is fed batches, each from where the one before ended", async () => {
    const loop = await compileLoop({ outputs: accumulate(), size: 1, carried: { total: "next" }, perStep: ["rate"] });
    const three = await loop.run({
      x: Float32Array.of(1, 2, 3, 4, 5, 6),
      rate: Float32Array.of(1, 10, 100),
      total: Float32Array.of(0.5),
    });
    // 0.5 + 1·3 = 3.5; + 10·7 = 73.5; + 100·11 = 1173.5
    expect([...three.next]).toEqual([1173.5]);
    expect([...three.sum]).toEqual([3, 7, 11]);
    expect([...three.seen]).toEqual([1.5, 2.5, 6.5, 7.5, 78.5, 79.5]);
    const one = await loop.run({ x: Float32Array.of(1, 2), rate: Float32Array.of(1), total: Float32Array.of(0) });
    expect([...one.next]).toEqual([3]);
  });

  it("keeps inputs that are neither batches nor its own for each step", async () => {
    const loop = await compileLoop({ outputs: accumulate(), size: 2, carried: { total: "next" }, perStep: [] });
    const { next, seen } = await loop.run({
      x: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      rate: Float32Array.of(2),
      total: Float32Array.of(0),
    });
    expect([...next]).toEqual([72]);
    expect([...seen]).toEqual([1, 2, 3, 4, 25, 26, 27, 28]);
  });

  it("writes what is carried into given arrays", async () => {
    const loop = await compileLoop({ outputs: accumulate(), size: 1, carried: { total: "next" }, perStep: [] });
    const next = new Float32Array(1);
    const feeds = { x: Float32Array.of(1, 2), rate: Float32Array.of(1), total: Float32Array.of(0) };
    expect((await loop.run(feeds, { next })).next).toBe(next);
    expect([...next]).toEqual([3]);
  });

  it("carries what a step leaves as it is, and what it replaces without looking", async () => {
    const x = input("x", ["batch"]);
    const loop = await compileLoop({
      outputs: { same: input("kept", [2]), last: reshape(sum(x), [1]) },
      size: 2,
      carried: { kept: "same", unread: "last" },
      perStep: [],
    });
    const { same, last } = await loop.run({
      x: Float32Array.of(1, 2, 3, 4),
      kept: Float32Array.of(8, 9),
      unread: Float32Array.of(0),
    });
    expect([...same]).toEqual([8, 9]);
    expect([...last]).toEqual([7]);
  });

  it.each<{ dataType: DataType; data: TensorData; expected: readonly number[] }>([
    { dataType: "bool", data: Uint8Array.of(1, 0, 1, 1), expected: [1, -1, 1, 1] },
    { dataType: "int32", data: Int32Array.of(1, -2, 3, 4), expected: [2, -1, 4, 5] },
  ])("takes batches of type $dataType", async ({ dataType, data, expected }) => {
    const x = input("x", ["batch"], dataType);
    const y: Tensor = dataType === "bool" ? where(x, 1, -1) : add(x, 1);
    const loop = await compileLoop({ outputs: { y }, size: 2, carried: {}, perStep: [] });
    expect([...(await loop.run({ x: data })).y]).toEqual(expected);
  });

  it("refuses a program whose inputs tell no number of steps", async () => {
    const next = add(input("total", []), 1);
    await expect(compileLoop({ outputs: { next }, size: 1, carried: { total: "next" }, perStep: [] })).rejects.toThrow(
      /none of their inputs/,
    );
  });

  it("names the input that is not whole batches", async () => {
    const loop = await compileLoop({ outputs: accumulate(), size: 2, carried: { total: "next" }, perStep: [] });
    // three rows, of which two are a batch
    const feeds = { x: new Float32Array(6), rate: Float32Array.of(1), total: Float32Array.of(0) };
    await expect(loop.run(feeds)).rejects.toThrow(/"x" .*multiple of 4/);
  });

  it("names the input that is not one for each step", async () => {
    const loop = await compileLoop({ outputs: accumulate(), size: 1, carried: { total: "next" }, perStep: ["rate"] });
    const feeds = { x: new Float32Array(6), rate: Float32Array.of(1, 2), total: Float32Array.of(0) };
    await expect(loop.run(feeds)).rejects.toThrow(/"rate" .*it must hold 3/);
  });

  it("repeats operators that leave out an input", async () => {
    const x = input("x", ["batch", 3]);
    // ∂/∂x Σ x[:, 1]² is padded with zeros on both sides
    const [gradient] = gradients(sum(square(slice(x, 1, 1, 2))), [x]);
    const loop = await compileLoop({ outputs: { y: gradient! }, size: 1, carried: {}, perStep: [] });
    const { y } = await loop.run({ x: Float32Array.of(1, 2, 3, 4, 5, 6) });
    expect([...y]).toEqual([0, 4, 0, 0, 10, 0]);
  });
});
