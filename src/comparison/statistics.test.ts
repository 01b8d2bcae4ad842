import { describe, expect, it } from "vitest";
import { mean, median, sampleStd } from "./statistics.js";

describe("statistics over seeds", () => {
  it("mean and sample standard deviation equal those computed by hand", () => {
    // (2 + 4 + 9) / 3 = 5; √((9 + 1 + 16) / 2) = √13
    expect(mean([2, 4, 9])).toBe(5);
    expect(sampleStd([2, 4, 9])).toBeCloseTo(Math.sqrt(13), 12);
  });

  it("one seed has no standard deviation", () => {
    expect(sampleStd([7])).toBeNull();
  });

  it("the median is in the middle, whatever the order, and infinite where half of the values are", () => {
    expect(median([9, 1, 4])).toBe(4);
    expect(median([4, 1, 9, 2])).toBe(3);
    expect(median([1, Number.POSITIVE_INFINITY, 3])).toBe(3);
    expect(median([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
  });
});
