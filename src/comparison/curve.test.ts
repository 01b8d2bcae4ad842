import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonCurve, interpolate, type Series } from "./curve.js";

describe("interpolate", () => {
  const series: Series = { steps: [10, 20, 40], values: [1, 3, -1] };

  it("is linear between measurements and constant beyond them", () => {
    expect(interpolate(series, [0, 10, 15, 20, 25, 40, 50])).toEqual([1, 1, 2, 3, 2, -1, -1]);
  });
});

describe("the curve of several runs", () => {
  it("is their mean and standard deviation where all of them are known", () => {
    const curve = commonCurve([
      { steps: [100, 200, 300], values: [0, 10, 20] },
      { steps: [150, 250, 400], values: [1, 11, 26] },
    ]);
    // At 150: 5 and 1; at 200: 10 and 6; at 250: 15 and 11; at 300: 20 and 11 + 15/3 = 16. Standard deviation 4/√2.
    expect(curve).toEqual({
      seeds: 2,
      steps: [150, 200, 250, 300],
      mean: [3, 8, 13, 18],
      std: [0, 0, 0, 0].map(() => expect.closeTo(4 / Math.SQRT2, 12)),
      min: [1, 6, 11, 16],
      max: [5, 10, 15, 20],
    });
  });

  it("of runs measured at the same steps is not interpolated", () => {
    const curve = commonCurve([
      { steps: [5, 7], values: [1, 2] },
      { steps: [5, 7], values: [3, 6] },
    ]);
    expect(curve).toMatchObject({ steps: [5, 7], mean: [2, 4] });
  });

  it("of one run has no standard deviation", () => {
    expect(commonCurve([{ steps: [1], values: [4] }])).toMatchObject({ seeds: 1, mean: [4], std: null });
  });

  it("there is none without runs, without measurements, and where runs have no steps in common", () => {
    expect(commonCurve([])).toBeNull();
    expect(commonCurve([{ steps: [], values: [] }])).toBeNull();
    expect(
      commonCurve([
        { steps: [1, 2], values: [0, 0] },
        { steps: [3, 4], values: [0, 0] },
      ]),
    ).toBeNull();
  });

  it("never has more points than it may, covers the same range, and stays within what was measured", () => {
    const run = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 60 }).chain((steps) =>
      fc.record({
        steps: fc.constant(steps.sort((a, b) => a - b)),
        values: fc.array(fc.integer({ min: -500, max: 500 }), { minLength: steps.length, maxLength: steps.length }),
      }),
    );
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 4 }), (runs) => {
        const curve = commonCurve(runs, 20);
        const [first, last] = [
          Math.max(...runs.map(({ steps }) => steps[0] ?? 0)),
          Math.min(...runs.map(({ steps }) => steps.at(-1) ?? 0)),
        ];
        if (!curve) return first > last || !runs.some(({ steps }) => steps.some((s) => s >= first && s <= last));
        const values = runs.flatMap((series) => series.values);
        return (
          curve.steps.length <= 20 &&
          curve.steps[0] === first &&
          curve.steps.at(-1) === last &&
          curve.mean.every((value) => value >= Math.min(...values) - 1e-9 && value <= Math.max(...values) + 1e-9)
        );
      }),
    );
  });
});
