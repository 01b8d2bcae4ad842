import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { histogram, logHistogram } from "./index.js";

describe("a histogram", () => {
  it("counts the share of each bin, lower edges included", () => {
    const logs = [0.05, 0.1, 0.5, 1, 1.5, 20].map(Math.log);
    expect([...logHistogram([0.1, 1, 10])(logs)]).toEqual([1 / 6, 2 / 6, 2 / 6, 1 / 6]);
  });

  it("counts values themselves, below zero too", () => {
    expect([...histogram([-1, 0, 1])([-2, -1, -0.5, 0, 3])]).toEqual([1 / 5, 2 / 5, 1 / 5, 1 / 5]);
  });

  it("holds values that no number could", () => {
    expect([...logHistogram([0.1, 10])([-5000, 5000])]).toEqual([0.5, 0, 0.5]);
  });

  it("has shares that sum to 1", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1 }), (logs) => {
        const total = logHistogram([0.25, 0.5, 1, 2, 4])(logs).reduce((a, b) => a + b);
        expect(total).toBeCloseTo(1, 12);
      }),
    );
  });
});
