import { describe, expect, it } from "vitest";
import { encodeFileVersion, encodeHistogram, encodeScalars } from "./tensorboard-event.js";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const float64 = (...values: number[]) => Buffer.from(Float64Array.from(values).buffer).toString("hex");
const ascii = (text: string) => Buffer.from(text).toString("hex");

describe("TensorBoard events", () => {
  it("begin with the version: wall_time (1), step (2), file_version (3)", () => {
    expect(hex(encodeFileVersion(1.5))).toBe(`09${float64(1.5)}1000` + `1a0d${ascii("brain.Event:2")}`);
  });

  it("carry scalars as Summary (5) > Value (1) > tag (1), simple_value (2)", () => {
    // 300 = varint ac02; 1.5 = float 3fc00000; value = 0a 01 61 | 15 + 4 bytes = 8 bytes; two values in 2 × 10 bytes.
    expect(hex(encodeScalars(2, 300, { a: 1.5, b: -0 }))).toBe(
      `09${float64(2)}10ac022a140a080a0161150000c03f0a080a01621500000080`,
    );
  });

  it("rounds scalars beyond float32 to infinity instead of failing", () => {
    expect(hex(encodeScalars(0, 0, { a: 1e300 })).endsWith("150000807f")).toBe(true);
  });

  it("holds steps beyond 32 bits", () => {
    // 2⁴⁰ as a varint: five continuation bytes of zero, then 2⁵.
    expect(hex(encodeScalars(0, 2 ** 40, {}))).toBe(`09${float64(0)}108080808080202a00`);
  });

  it("carry histograms as Summary (5) > Value (1) > tag (1), histo (5)", () => {
    const histogram = {
      min: 0,
      max: 2,
      count: 3,
      sum: 4,
      sumOfSquares: 6,
      bucketLimits: Float64Array.of(1, 2),
      bucketCounts: Float64Array.of(1, 2),
    };
    // Moments 5 × 9 = 45 bytes, buckets 2 × (2 + 16) = 36: histo has 81 = 0x51 bytes, value 3 + 2 + 81 = 0x56, summary 0x58.
    expect(hex(encodeHistogram(0, 1, "w", histogram))).toBe(
      `09${float64(0)}1001` +
        `2a580a560a0177` +
        `2a5109${float64(0)}11${float64(2)}19${float64(3)}21${float64(4)}29${float64(6)}` +
        `3210${float64(1, 2)}3a10${float64(1, 2)}`,
    );
  });
});
