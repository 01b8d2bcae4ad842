import { describe, expect, it } from "vitest";
import { median, slope } from "./statistics.js";

describe("slope", () => {
  it("is that of the line through points on a line", () => {
    expect(slope([1, 2, 4], [5, 7, 11])).toBeCloseTo(2, 12);
  });

  it("is that of the least-squares line through points beside it", () => {
    // means 1 and 2; Σ(x−1)(y−2) = (−1)·(−2) + 0·2 + 1·0 = 2; Σ(x−1)² = 2
    expect(slope([0, 1, 2], [0, 4, 2])).toBeCloseTo(1, 12);
  });
});

describe("median", () => {
  it("is the middle value, or the mean of the two in the middle", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 30])).toBe(3);
    expect(() => median([])).toThrow(RangeError);
  });
});
