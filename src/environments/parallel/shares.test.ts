import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balancedShares, equalShares } from "./shares.js";

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

describe("equalShares", () => {
  it("deals out every copy, to shares that differ by at most one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 64 }), (count, threads) => {
        const shares = equalShares(count, threads);
        expect(total(shares)).toBe(count);
        expect(shares.length).toBe(Math.min(count, threads));
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe("balancedShares", () => {
  it("gives a thread that is three times as fast three times as many copies", () => {
    // 1 and 3 units of time for a copy: 6·1 = 2·3
    expect(balancedShares([4, 4], [4, 12])).toEqual([6, 2]);
  });

  it("leaves alone what is balanced, and what would gain little", () => {
    expect(balancedShares([4, 4], [10, 10])).toBeUndefined();
    expect(balancedShares([4, 4], [10, 12])).toBeUndefined();
    expect(balancedShares([1, 1], [1, 100])).toBeUndefined();
    expect(balancedShares([4, 4], [0, 0])).toBeUndefined();
  });

  it("leaves alone what moving would cost more than it gains in as many steps again", () => {
    // 12 units instead of 6
    expect(balancedShares([4, 4], [4, 12], 6)).toEqual([6, 2]);
    expect(balancedShares([4, 4], [4, 12], 6.5)).toBeUndefined();
  });

  it("keeps every copy and every thread, and never makes the slowest thread slower", () => {
    const share = fc.record({
      copies: fc.integer({ min: 1, max: 20 }),
      time: fc.double({ min: 0.01, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 8 }), (list) => {
        const shares = list.map(({ copies }) => copies);
        const balanced = balancedShares(
          shares,
          list.map(({ copies, time }) => copies * time),
        );
        if (balanced === undefined) return;
        expect(total(balanced)).toBe(total(shares));
        expect(Math.min(...balanced)).toBeGreaterThanOrEqual(1);
        const slowest = (division: readonly number[]) => Math.max(...division.map((n, i) => n * list[i]!.time));
        expect(slowest(balanced)).toBeLessThan(slowest(shares));
      }),
    );
  });
});
