import { describe, expect, it } from "vitest";
import { RunError, UsageError } from "../errors.js";
import {
  add,
  argMax,
  concat,
  gradients,
  input,
  matmul,
  mean,
  mul,
  reshape,
  square,
  sub,
  sum,
  tanh,
  where,
} from "../tensor/index.js";
import { compile, decodeOnnx, encodeOnnx, loadProgram, lowerToOnnx, requireFinite } from "./index.js";

it("a compiled graph computes values and gradients with dynamic batch sizes", async () => {
  const x = input("x", ["batch", 2]);
  const w = input("w", [2, 1]);
  const y = input("y", ["batch", 1]);
  const loss = mean(square(sub(tanh(matmul(x, w)), y)));
  const [gradient] = gradients(loss, [w]);
  const program = await compile({ outputs: { loss, gradient: gradient! } });
  const result = await program.run({
    x: Float32Array.of(1, 2, 3, 4, 5, 6),
    w: Float32Array.of(0.1, -0.1),
    y: Float32Array.of(0, 0, 0),
  });
  expect(result.loss[0]).toBeCloseTo(Math.tanh(0.1) ** 2, 6);
  const t = Math.tanh(-0.1);
  const factor = (2 * t * (1 - t * t)) / 3;
  expect(result.gradient[0]).toBeCloseTo(factor * 9, 6);
  expect(result.gradient[1]).toBeCloseTo(factor * 12, 6);
});

/** doubled = 2x, total = Σx, best = argmax over each row; x: [batch, 2]. */
function doubling() {
  const x = input("x", ["batch", 2]);
  return { doubled: mul(x, 2), total: sum(x), best: argMax(x) };
}

describe("a program", () => {
  it("gives fresh arrays of the outputs' types each time, for any batch size", async () => {
    const program = await compile({ outputs: doubling() });
    const first = await program.run({ x: Float32Array.of(1, 2) });
    const second = await program.run({ x: Float32Array.of(4, 3, 5, 6) });
    expect(first).toEqual({
      doubled: Float32Array.of(2, 4),
      total: Float32Array.of(3),
      best: Int32Array.of(1),
    });
    expect(second).toEqual({
      doubled: Float32Array.of(8, 6, 10, 12),
      total: Float32Array.of(18),
      best: Int32Array.of(0, 1),
    });
  });

  it("sees what has changed in an array that it was fed before", async () => {
    const program = await compile({ outputs: doubling() });
    const x = Float32Array.of(1, 2);
    await program.run({ x });
    x[0] = 10;
    expect((await program.run({ x })).total[0]).toBe(12);
  });

  it("runs that overlap each get their own result", async () => {
    const x = input("x", ["batch"]);
    const [double, triple] = await Promise.all([
      compile({ outputs: { y: mul(x, 2) } }),
      compile({ outputs: { y: mul(x, 3) } }),
    ]);
    const results = await Promise.all(
      [1, 2, 3, 4].flatMap((value) => [double, triple].map((program) => program.run({ x: Float32Array.of(value) }))),
    );
    expect(results.map(({ y }) => y[0])).toEqual([2, 3, 4, 6, 6, 9, 8, 12]);
  });

  it("writes outputs into given arrays, and only those", async () => {
    const program = await compile({ outputs: doubling() });
    const doubled = new Float32Array(4);
    const feeds = { x: Float32Array.of(1, 2, 3, 4) };
    const result = await program.run(feeds, { doubled });
    expect(result.doubled).toBe(doubled);
    expect([...doubled]).toEqual([2, 4, 6, 8]);
    expect([...result.total]).toEqual([10]);
    const [other, best] = [new Float32Array(2), new Int32Array(1)];
    await program.run({ x: Float32Array.of(7, -1) }, { doubled: other, best });
    expect([...other]).toEqual([14, -2]);
    expect([...best]).toEqual([0]);
    expect([...doubled]).toEqual([2, 4, 6, 8]);
  });

  it("takes booleans as bytes", async () => {
    const program = await compile({
      outputs: { chosen: where(input("mask", ["batch"], "bool"), input("a", ["batch"]), -1) },
    });
    const { chosen } = await program.run({ mask: Uint8Array.of(1, 0), a: Float32Array.of(5, 6) });
    expect([...chosen]).toEqual([5, -1]);
  });

  it("gives one value under two names, and an input as an output", async () => {
    const x = input("x", ["batch"]);
    const y = mul(x, 3);
    const program = await compile({ outputs: { a: y, b: y, same: x, after: sum(y) } });
    const result = await program.run({ x: Float32Array.of(1, 2) });
    expect(Object.fromEntries(Object.entries(result).map(([name, values]) => [name, [...values]]))).toEqual({
      a: [3, 6],
      b: [3, 6],
      same: [1, 2],
      after: [9],
    });
  });

  it.each([
    { feeds: {}, message: 'Input "x" is missing' },
    { feeds: { x: Int32Array.of(1, 2) }, message: 'Input "x" is a Int32Array' },
    { feeds: { x: Float32Array.of(1, 2, 3) }, message: "3 numbers; its length must be a multiple of 2" },
  ])("names the input that is wrong: $message", async ({ feeds, message }) => {
    const program = await compile({ outputs: doubling() });
    const running = program.run(feeds as Record<string, Float32Array>);
    await expect(running).rejects.toBeInstanceOf(UsageError);
    await expect(running).rejects.toThrow(message);
  });

  it("refuses arrays that disagree about a dimension, and names it", async () => {
    const joined = concat([input("a", ["batch", 1]), input("b", ["batch", 2])], 1);
    const program = await compile({ outputs: { joined } });
    await expect(program.run({ a: new Float32Array(2), b: new Float32Array(6) })).rejects.toThrow("batch = 2");
  });

  it("refuses a given array of the wrong length", async () => {
    const program = await compile({ outputs: doubling() });
    const running = program.run({ x: Float32Array.of(1, 2) }, { doubled: new Float32Array(3) });
    await expect(running).rejects.toBeInstanceOf(UsageError);
    await expect(running).rejects.toThrow('Output "doubled"');
  });

  it("refuses two inputs of one name, and an output named like an input", () => {
    const x = input("x", ["batch"]);
    expect(() => lowerToOnnx({ y: sub(x, input("x", ["batch"])) })).toThrow('Two inputs are named "x"');
    expect(() => lowerToOnnx({ x: mul(x, 2) })).toThrow('"x" names both an input and an output');
  });
});

describe("requireFinite", () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("names what is %s and where", (value) => {
    const check = () => requireFinite("The loss", Float32Array.of(1, value, 3), "at step 7");
    expect(check).toThrow(RunError);
    expect(check).toThrow(`The loss is ${value} at position 1 at step 7.`);
  });

  it("accepts the largest numbers there are", () => {
    expect(() => requireFinite("x", Float32Array.of(3.4e38, 3.4e38, -3.4e38), "")).not.toThrow();
  });
});

describe("an ONNX file", () => {
  it("decodes to what was encoded: metadata, constants and inputs", async () => {
    const x = input("x", ["batch", 3]);
    const outputs = { y: where(input("mask", ["batch", 3], "bool"), matmul(x, input("w", [3, 3])), 0) };
    const { model } = lowerToOnnx(outputs, { "proximal.note": "Größe → 1", empty: "" });
    const initializer = {
      name: "given",
      type: 1,
      shape: [2],
      bytes: new Uint8Array(Float32Array.of(1.5, -2).buffer),
    };
    const contents = decodeOnnx(encodeOnnx({ ...model, initializers: [...model.initializers, initializer] }));
    expect(contents.producer).toBe("proximal");
    expect(contents.metadata).toEqual({ "proximal.note": "Größe → 1", empty: "" });
    const read = contents.initializers.get("given")!;
    expect([...new Float32Array(read.bytes.slice().buffer)]).toEqual([1.5, -2]);
    expect(read).toMatchObject({ name: "given", type: 1, shape: [2] });
    expect([...contents.inputs].sort((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: "mask", shape: ["batch", 3], dataType: "bool" },
      { name: "w", shape: [3, 3], dataType: "float32" },
      { name: "x", shape: ["batch", 3], dataType: "float32" },
    ]);
  });

  it("runs from its bytes and the inputs that it tells", async () => {
    const bytes = encodeOnnx(lowerToOnnx(doubling()).model);
    const program = await loadProgram(bytes, decodeOnnx(bytes).inputs);
    const { doubled } = await program.run({ x: Float32Array.of(1, 2) });
    expect([...doubled!]).toEqual([2, 4]);
  });

  it("that is cut short does not decode", () => {
    const bytes = encodeOnnx(lowerToOnnx(doubling()).model);
    for (const length of [1, 10, bytes.length - 1]) expect(() => decodeOnnx(bytes.subarray(0, length))).toThrow();
  });
});

it("ONNX Runtime is told the names of sizes where a reshape would hide them, and of no others", () => {
  const x = input("x", ["batch", 2]);
  const steps = reshape(mul(x, 2), [3, "sequences", 2]);
  const back = reshape(tanh(steps), ["batch", 2]);
  const { model } = lowerToOnnx({ y: add(back, x), z: reshape(x, [4, "other"]) });
  // the output z tells its own shape
  expect(model.intermediates!.map(({ shape }) => shape)).toEqual([
    [3, "sequences", 2],
    ["batch", 2],
  ]);
  expect(lowerToOnnx(doubling()).model.intermediates).toEqual([]);
});
