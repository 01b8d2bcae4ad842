import crc32 from "crc-32";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProximalError } from "../errors.js";
import type { Snapshot } from "../snapshot.js";
import { decodeSnapshot, encodeSnapshot } from "./snapshot-file.js";

const noShrinkBytes = fc.uint8Array({ maxLength: 64 });
/** Typed arrays of arbitrary bit patterns, NaN payloads included. */
const typedArray = fc
  .tuple(noShrinkBytes, fc.constantFrom(Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array))
  .map(([bytes, type]) => new type(Uint8Array.from(bytes).buffer.slice(0, bytes.length - (bytes.length % 8))));

const { tree: snapshot } = fc.letrec<{ tree: Snapshot }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, false, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    fc.double(),
    fc.string({ unit: "binary" }),
    typedArray,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("$array", "__proto__", "__metadata__", "a/b")), tie("tree"), {
      maxKeys: 4,
    }),
  ),
}));

/** Kinds, keys, numbers by their 64 bits and arrays by their bytes. */
function sameBits(a: Snapshot, b: Snapshot): boolean {
  if (ArrayBuffer.isView(a) || ArrayBuffer.isView(b)) {
    if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b)) return false;
    const bytes = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
    return a.constructor === b.constructor && bytes(a).equals(bytes(b));
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = Object.entries(b);
  return (
    left.length === right.length &&
    left.every(([key, value], index) => key === right[index]?.[0] && sameBits(value, right[index][1]))
  );
}

function refusal(bytes: Uint8Array): ProximalError {
  try {
    decodeSnapshot(bytes, "run.checkpoint");
  } catch (error) {
    if (error instanceof ProximalError) return error;
    throw error;
  }
  throw new Error("the file was accepted");
}

const example = encodeSnapshot({
  learner: { parameters: Float32Array.of(1.5, -0, Number.NaN), steps: 3 },
  generators: [Uint32Array.of(1, 2 ** 32 - 1), [0.1, -0, Number.POSITIVE_INFINITY]],
  moments: Float64Array.of(Math.PI),
  masks: Uint8Array.of(1, 0, 1),
});

describe("encodeSnapshot", () => {
  it("round trips arbitrary trees bit by bit", () => {
    fc.assert(fc.property(snapshot, (tree) => sameBits(decodeSnapshot(encodeSnapshot(tree), "x"), tree)));
  });

  it("writes the same bytes for the same tree", () => {
    fc.assert(
      fc.property(snapshot, (tree) => Buffer.from(encodeSnapshot(tree)).equals(Buffer.from(encodeSnapshot(tree)))),
    );
  });

  it("follows the safetensors container: contiguous aligned tensors that cover the data", () => {
    const headerSize = Number(new DataView(example.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(example.subarray(8, 8 + headerSize))) as Record<string, unknown>;
    const { __metadata__: metadata, ...tensors } = header;
    expect(tensors).toEqual({
      moments: { dtype: "F64", shape: [1], data_offsets: [0, 8] },
      "learner/parameters": { dtype: "F32", shape: [3], data_offsets: [8, 20] },
      "generators/0": { dtype: "U32", shape: [2], data_offsets: [20, 28] },
      masks: { dtype: "U8", shape: [3], data_offsets: [28, 31] },
    });
    expect(Object.values(metadata as object).every((value) => typeof value === "string")).toBe(true);
    expect(headerSize % 8).toBe(0);
    expect(example.length).toBe(8 + headerSize + 31);
    expect(new DataView(example.buffer).getFloat64(8 + headerSize, true)).toBe(Math.PI);
  });

  it("writes arrays that are windows into larger memory", () => {
    const window = Float32Array.of(0, 1, 2, 3).subarray(1, 3);
    expect(decodeSnapshot(encodeSnapshot(window), "x")).toEqual(Float32Array.of(1, 2));
  });
});

describe("decodeSnapshot", () => {
  it("reads bytes that start anywhere in their memory and copies what it returns", () => {
    const shifted = Buffer.concat([Buffer.of(0), example]).subarray(1);
    const tree = decodeSnapshot(shifted, "x") as { masks: Uint8Array };
    shifted.fill(0);
    expect(tree.masks).toEqual(Uint8Array.of(1, 0, 1));
  });

  it("refuses every truncation", () => {
    for (let length = 0; length < example.length; length++) {
      expect(refusal(example.subarray(0, length)).code).toBe("checkpoint-truncated");
    }
  });

  it("refuses every flipped bit", () => {
    for (let index = 0; index < example.length; index++) {
      for (let bit = 0; bit < 8; bit++) {
        const damaged = example.slice();
        damaged[index]! ^= 1 << bit;
        expect(refusal(damaged).code).toMatch(/^checkpoint-(corrupt|foreign|truncated|version)$/);
      }
    }
  });

  it("refuses every replaced byte of arbitrary files", () => {
    fc.assert(
      fc.property(snapshot, fc.nat(), fc.integer({ min: 1, max: 255 }), (tree, position, difference) => {
        const damaged = encodeSnapshot(tree);
        damaged[position % damaged.length]! ^= difference;
        return refusal(damaged).code.startsWith("checkpoint-");
      }),
    );
  });

  it("calls a flipped data byte corrupt and says so in one sentence", () => {
    const damaged = example.slice();
    damaged[damaged.length - 1]! ^= 1;
    expect(refusal(damaged)).toMatchObject({
      code: "checkpoint-corrupt",
      message: expect.stringMatching(
        /^"run\.checkpoint" is damaged: its checksum is [0-9a-f]{8} instead of [0-9a-f]{8}\.$/,
      ),
    });
  });

  it("refuses appended bytes", () => {
    expect(refusal(Buffer.concat([example, Buffer.of(0)])).code).toBe("checkpoint-corrupt");
  });

  it.each([
    ["text", new TextEncoder().encode("this is a text file, certainly not a checkpoint")],
    ["another safetensors file", new TextEncoder().encode('\x08\0\0\0\0\0\0\0{"a":1} ')],
    ["zeros", new Uint8Array(500)],
  ])("calls %s foreign", (_, bytes) => {
    expect(refusal(bytes).code).toBe("checkpoint-foreign");
  });

  it("refuses a newer format and names both versions", () => {
    const newer = Buffer.from(example);
    const position = newer.indexOf('"version":"1"') + '"version":"'.length;
    newer[position] = "7".charCodeAt(0);
    expect(refusal(newer)).toMatchObject({
      code: "checkpoint-version",
      message: '"run.checkpoint" has format version 7, and this Proximal reads up to version 1.',
    });
  });

  it("refuses a file whose checksum is right and whose contents are not", () => {
    const forged = Buffer.from(example);
    forged.write("F99", forged.indexOf("F64"), "latin1");
    const start = forged.indexOf('"crc32":"') + '"crc32":"'.length;
    const sum = crc32.buf(forged.subarray(start + 8), crc32.buf(forged.subarray(0, start))) >>> 0;
    forged.write(sum.toString(16).padStart(8, "0"), start, "latin1");
    expect(refusal(forged).code).toBe("checkpoint-corrupt");
  });
});
