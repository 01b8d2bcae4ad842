import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../environment.js";
import { mergeStatistics, statisticsSince } from "./merge-statistics.js";
import { createRunningStatistics } from "./running-statistics.js";

interface State {
  readonly mean: Float64Array;
  readonly squares: Float64Array;
  readonly count: number;
}

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { maxLength: 12 });

function seen(...batches: readonly (readonly number[])[]) {
  const statistics = createRunningStatistics(1);
  for (const batch of batches) if (batch.length > 0) statistics.update(Float64Array.from(batch), batch.length);
  return statistics.getState();
}

/** The statistics of all who went on from `base` separately. */
const rejoin = (base: Snapshot, parts: readonly Snapshot[]) =>
  mergeStatistics(
    base,
    parts.map((part) => statisticsSince(base, part)),
  );

describe("mergeStatistics and statisticsSince", () => {
  it("equal the statistics of everything that the parts have seen, and the base once", () => {
    fc.assert(
      fc.property(values, fc.array(values, { minLength: 1, maxLength: 4 }), (before, after) => {
        const parts = after.map((batch) => seen(before, batch));
        const merged = rejoin(seen(before), parts) as unknown as State;
        const expected = seen(before, after.flat()) as unknown as State;
        expect(merged.count).toBe(expected.count);
        expect(Math.abs(merged.mean[0]! - expected.mean[0]!)).toBeLessThan(1e-7);
        expect(Math.abs(merged.squares[0]! - expected.squares[0]!)).toBeLessThan(1e-3);
      }),
    );
  });

  it("give the base where nobody has seen anything", () => {
    const base = seen([1, 2, 4]);
    expect(rejoin(base, [base, base])).toEqual(base);
  });

  it("give the one part's, where there is but one and no base", () => {
    const part = seen([1, 2, 4]);
    expect(rejoin(seen(), [part])).toEqual(part);
    expect(rejoin(null, [part])).toEqual(part);
  });

  it("give nothing where nothing is counted", () => {
    expect(rejoin(null, [null, null])).toBeNull();
  });

  it("keep statistics symmetric that were", () => {
    const map = { from: [1, 0], signs: [-1, -1] };
    const symmetric = (...rows: readonly (readonly number[])[]) => {
      const statistics = createRunningStatistics(2);
      for (const row of rows) {
        statistics.update(Float64Array.from(row), 1);
        statistics.symmetrize(map);
      }
      return statistics.getState();
    };
    const before = [0.1, 0.7];
    const merged = rejoin(symmetric(before), [
      symmetric(before, [0.3, 5]),
      symmetric(before, [1 / 3, -7], [2, 1e-3]),
    ]) as unknown as State;
    expect(merged.count).toBe(4);
    expect(merged.mean[1]).toBe(-merged.mean[0]!);
    expect(merged.squares[1]).toBe(merged.squares[0]);
  });
});
