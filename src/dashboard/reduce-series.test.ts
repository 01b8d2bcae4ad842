import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reduceCurves } from "./reduce-series.js";

const curve = (...points: readonly (readonly [number, number])[]) => ({
  x: Float64Array.from(points, ([x]) => x),
  y: Float32Array.from(points, ([, y]) => y),
});

describe("reducing curves", () => {
  it("gives every point where they are few, at the places of all curves", () => {
    const { x, y } = reduceCurves([curve([0, 1], [10, 2]), curve([5, 7], [10, Number.NaN])], { from: 0, to: 10 }, 100);
    expect([...x]).toEqual([0, 5, 10]);
    expect(y.map((values) => [...values])).toEqual([
      [1, Number.NaN, 2],
      [Number.NaN, 7, Number.NaN],
    ]);
  });

  it("gives the smallest and largest value of each interval, in the order in which they came", () => {
    // 16 points in 2 intervals of 8: a fall from 9 to −9, and a rise from −5 to 5
    const values = [0, 9, 1, 2, -9, 0, 1, 0, 0, -5, 0, 1, 0, 5, 0, 0];
    const { x, y } = reduceCurves([curve(...values.map((v, i) => [i, v] as const))], { from: 0, to: 15 }, 2);
    expect([...x]).toEqual([2, 6, 10, 14]);
    expect([...(y[0] as Float32Array)]).toEqual([9, -9, -5, 5]);
  });

  it("leaves intervals where they are while a curve grows, so that what was drawn stays", () => {
    const grown = (rows: number) => {
      const all = curve(...Array.from({ length: rows }, (_, i) => [i, Math.sin(i)] as const));
      return reduceCurves([all], { from: 0, to: rows - 1 }, 16);
    };
    const [before, after] = [grown(130), grown(131)];
    expect([...after.x.subarray(0, before.x.length - 2)]).toEqual([...before.x.subarray(0, before.x.length - 2)]);
    const y = (reduced: typeof before) => [...(reduced.y[0] as Float32Array).subarray(0, before.x.length - 2)];
    expect(y(after)).toEqual(y(before));
  });

  it("loses no peak and invents none, whatever the curve", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.float({ min: -100, max: 100, noNaN: true })), {
          minLength: 1,
          maxLength: 300,
        }),
        fc.integer({ min: 1, max: 40 }),
        (pairs, intervals) => {
          let place = 0;
          const points = pairs.map(([gap, value]) => {
            place += gap;
            return [place, value] as const;
          });
          const given = curve(...points);
          const { x, y } = reduceCurves([given], { from: points[0]?.[0] ?? 0, to: place }, intervals);
          const kept = [...(y[0] as Float32Array)].filter((value) => !Number.isNaN(value));
          expect(Math.max(...kept)).toBe(Math.max(...given.y));
          expect(Math.min(...kept)).toBe(Math.min(...given.y));
          expect(x.length).toBeLessThanOrEqual(4 * intervals + 4);
        },
      ),
    );
  });

  it("shows only the part that is asked for", () => {
    const { x } = reduceCurves([curve([0, 1], [10, 2], [20, 3])], { from: 5, to: 12 }, 100);
    expect([...x]).toEqual([10]);
  });
});
