import { describe, expect, it } from "vitest";
import { compile, type TensorData } from "../runtime/index.js";
import { gradients } from "./gradients.js";
import * as op from "./operations/index.js";
import { erf } from "./reference/erf.js";
import type { Tensor } from "./tensor.js";

async function run(y: Tensor, feeds: Record<string, TensorData>): Promise<number[]> {
  const program = await compile({ outputs: { y } });
  const result = await program.run(feeds);
  await program.release();
  return Array.from(result.y);
}

const row = op.input("x", [1, 3]);
const float = (...values: number[]) => Float32Array.from(values);

describe("extreme numbers in ONNX Runtime", () => {
  const extreme = { x: float(-1e4, 0, 1e4) };

  it.each<[string, Tensor, number[]]>([
    ["softmax", op.softmax(row), [0, 0, 1]],
    ["logSoftmax", op.logSoftmax(row), [-2e4, -1e4, 0]],
    ["logSumExp", op.logSumExp(row), [1e4]],
    ["softplus", op.softplus(row), [0, Math.fround(Math.LN2), 1e4]],
    ["sigmoid", op.sigmoid(row), [0, 0.5, 1]],
    ["tanh", op.tanh(row), [-1, 0, 1]],
    ["elu", op.elu(row), [-1, 0, 1e4]],
    ["silu", op.add(op.silu(row), 0.5), [0.5, 0.5, Math.fround(1e4 + 0.5)]],
    ["gelu", op.add(op.gelu(row), 0.5), [0.5, 0.5, Math.fround(1e4 + 0.5)]],
  ])("%s stays finite and exact at ±10,000", async (_name, y, expected) => {
    expect(await run(y, extreme)).toEqual(expected);
  });

  it.each<[string, (x: Tensor) => Tensor, number[]]>([
    ["logSumExp", (x) => op.logSumExp(x), [0, 0, 1]],
    ["softplus", (x) => op.sum(op.softplus(x)), [0, 0.5, 1]],
    ["logSoftmax", (x) => op.sum(op.slice(op.logSoftmax(x), 1, 0, 1)), [1, 0, -1]],
    ["tanh", (x) => op.sum(op.tanh(x)), [0, 1, 0]],
    ["gelu", (x) => op.sum(op.gelu(x)), [0, 0.5, 1]],
  ])("the gradient of %s stays finite and exact at ±10,000", async (_name, build, expected) => {
    const [gradient] = gradients(build(row), [row]);
    expect(await run(op.add(gradient!, 0), extreme)).toEqual(expected);
  });

  it("logSumExp of equal large negative numbers adds the logarithm of their count", async () => {
    const [value] = await run(op.logSumExp(row), { x: float(-1e4, -1e4, -1e4) });
    expect(value).toBe(Math.fround(-1e4 + Math.log(3)));
  });
});

describe("where in ONNX Runtime", () => {
  it("does not let NaN or infinity out of the branch not taken", async () => {
    const y = op.where(op.greater(row, 0), op.log(row), op.div(1, op.sub(row, 2)));
    expect(await run(y, { x: float(-2, 0, 2) })).toEqual([-0.25, -0.5, Math.fround(Math.LN2)]);
  });

  it("lets NaN out of the branch taken", async () => {
    expect(await run(op.where(op.less(row, 1), op.log(row), 0), { x: float(-1, 2, 3) })).toEqual([Number.NaN, 0, 0]);
  });
});

describe("integers and booleans in ONNX Runtime", () => {
  const i = op.input("i", ["n"], "int32");
  const b = op.input("b", ["n"], "bool");
  const feeds = { i: Int32Array.of(-3, 0, 7), b: Uint8Array.of(1, 0, 1) };

  it.each<[string, Tensor, readonly string[], number[]]>([
    ["integers add", op.add(i, 2), ["i"], [-1, 2, 9]],
    ["integers are negated", op.neg(i), ["i"], [3, 0, -7]],
    ["integers are clipped", op.clip(i, -1, 1), ["i"], [-1, 0, 1]],
    ["integers are compared", op.greaterOrEqual(i, 0), ["i"], [0, 1, 1]],
    ["integers are chosen", op.where(b, i, 100), ["b", "i"], [-3, 100, 7]],
    ["booleans are chosen", op.where(b, op.not(b), b), ["b"], [0, 0, 0]],
    ["booleans are joined by and", op.and(b, op.greater(i, 0)), ["b", "i"], [0, 0, 1]],
    ["booleans become numbers", op.mul(op.cast(b, "float32"), 2.5), ["b"], [2.5, 0, 2.5]],
    ["booleans become integers", op.cast(b, "int32"), ["b"], [1, 0, 1]],
    ["integers become booleans", op.cast(i, "bool"), ["i"], [1, 0, 1]],
    ["booleans are reshaped", op.reshape(b, ["n", 1]), ["b"], [1, 0, 1]],
    ["integers are stacked", op.stack([i, i]), ["i"], [-3, 0, 7, -3, 0, 7]],
    ["the largest integer is found", op.argMax(i, 0), ["i"], [2]],
    ["an index outside gives a row of zeros", op.oneHot(i, 2), ["i"], [0, 0, 1, 0, 0, 0]],
  ])("%s", async (_title, y, names, expected) => {
    const fed = Object.fromEntries(Object.entries(feeds).filter(([name]) => names.includes(name)));
    expect(await run(y, fed)).toEqual(expected);
  });

  it("a fractional number loses its fraction toward zero", async () => {
    expect(await run(op.cast(row, "int32"), { x: float(-1.7, 1.7, 0.2) })).toEqual([-1, 1, 0]);
  });
});

describe("dynamic dimensions", () => {
  it("one program serves every batch size and sequence length", async () => {
    const batch = op.input("batch", ["batch"]);
    const x = op.input("x", ["batch", "time", 2]);
    const w = op.input("w", [2, 3]);
    const y = op.mul(op.tanh(op.matmul(x, w)), op.reshape(batch, ["batch", 1, 1]));
    const [gradient] = gradients(op.mean(op.square(y)), [w]);
    const carried = op.transpose(op.reshape(y, ["rows", 3]));
    const program = await compile({ outputs: { ofBatch: batch, gradient: gradient!, carried } });
    for (const [batchSize, time] of [
      [1, 1],
      [2, 3],
      [5, 2],
    ] as const) {
      const length = batchSize * time * 2;
      const feeds = {
        batch: new Float32Array(batchSize).fill(1),
        x: Float32Array.from({ length }, (_, i) => Math.sin(i)),
        w: float(0.1, 0.2, 0.3, -0.1, -0.2, -0.3),
      };
      const result = await program.run(feeds);
      expect(result.carried.length).toBe(batchSize * time * 3);
      const expected = [0, 0, 0, 0, 0, 0];
      for (let row = 0; row < batchSize * time; row++) {
        for (let column = 0; column < 3; column++) {
          const [a, b] = [feeds.x[2 * row]!, feeds.x[2 * row + 1]!];
          const t = Math.tanh(a * feeds.w[column]! + b * feeds.w[3 + column]!);
          expect(result.carried[column * batchSize * time + row]).toBeCloseTo(t, 6);
          const slope = (2 * t * (1 - t * t)) / (batchSize * time * 3);
          expected[column]! += slope * a;
          expected[3 + column]! += slope * b;
        }
      }
      for (const [i, value] of expected.entries()) expect(result.gradient[i]).toBeCloseTo(value, 6);
    }
    await program.release();
  });

  it("several of them may be moved, merged and taken apart again", async () => {
    const sizes = [op.input("a", ["a"]), op.input("b", ["b"])];
    const x = op.input("x", ["a", "b", 2]);
    const merged = op.flatten(op.transpose(x, [1, 0, 2]));
    const back = op.transpose(op.reshapeLike(merged, op.transpose(x, [1, 0, 2])), [1, 0, 2]);
    const framed = op.reshape(x, [1, "a", "b", 1, 2]);
    const swapped = op.reshape(x, ["b", "a", 2]);
    const program = await compile({ outputs: { ofA: sizes[0]!, ofB: sizes[1]!, merged, back, framed, swapped } });
    const data = Float32Array.from({ length: 12 }, (_, i) => i);
    const result = await program.run({ a: new Float32Array(2), b: new Float32Array(3), x: data });
    expect(Array.from(result.merged)).toEqual([0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11]);
    expect(Array.from(result.back)).toEqual(Array.from(data));
    expect(Array.from(result.framed)).toEqual(Array.from(data));
    expect(Array.from(result.swapped)).toEqual(Array.from(data));
  });
});

describe("the reference error function", () => {
  it.each([
    [0, 0],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [3, 0.9999779095030014],
    [4, 0.9999999845827421],
    [-1, -0.8427007929497149],
  ])("of %d is %d", (x, expected) => {
    expect(erf(x)).toBeCloseTo(expected, 13);
  });
});
