import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { histogramOf } from "./histogram.js";

describe("histogramOf", () => {
  it("counts values in buckets of equal width, the greatest in the last", () => {
    expect(histogramOf([0, 1, 2, 2, 4], 4)).toEqual({
      min: 0,
      max: 4,
      count: 5,
      // 0 + 1 + 2 + 2 + 4 and 0 + 1 + 4 + 4 + 16
      sum: 9,
      sumOfSquares: 25,
      bucketLimits: Float64Array.of(1, 2, 3, 4),
      bucketCounts: Float64Array.of(1, 1, 2, 1),
    });
  });

  it("puts equal values into one bucket that ends at them", () => {
    const { bucketLimits, bucketCounts } = histogramOf(Float32Array.of(3, 3), 2);
    expect([...bucketLimits]).toEqual([3, 3]);
    expect([...bucketCounts]).toEqual([0, 2]);
  });

  it("loses no value and keeps limits in order, whatever the range", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
        const { bucketLimits, bucketCounts, max } = histogramOf(values);
        expect(bucketCounts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        for (let i = 1; i < bucketLimits.length; i++)
          expect(bucketLimits[i]!).toBeGreaterThanOrEqual(bucketLimits[i - 1]!);
        expect(bucketLimits.at(-1)).toBe(max);
      }),
    );
  });

  it("refuses nothing and what is not finite", () => {
    expect(() => histogramOf([])).toThrow(expect.objectContaining({ code: "empty-histogram" }));
    expect(() => histogramOf([1, Number.NaN])).toThrow(expect.objectContaining({ code: "non-finite-histogram" }));
  });
});
