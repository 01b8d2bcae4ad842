import { describe, expect, it } from "vitest";
import { History } from "./history.js";
import { rowsOf } from "./rows.js";

const row = (iteration: number, metrics: Record<string, number>) => ({ steps: 10 * iteration, metrics });

describe("a history", () => {
  const history = new History();
  history.add(rowsOf([row(1, { loss: 3 }), row(2, { loss: 2, evaluation: 7 })]));
  history.add(rowsOf([row(3, { loss: 1 })]));
  history.add(rowsOf([row(4, { loss: 0, evaluation: 9, late: 5 })]));

  it("puts back together what was told in parts, with gaps where an iteration did not measure something", () => {
    expect(history.toCsv()).toBe("step,evaluation,late,loss\n10,,,3\n20,7,,2\n30,,,1\n40,9,5,0\n");
    expect(history.columns(["loss", "evaluation", "unknown"])).toEqual([
      [10, 20, 30, 40],
      [3, 2, 1, 0],
      [null, 7, null, 9],
      [null, null, null, null],
    ]);
  });

  it("knows the newest measurement of each metric", () => {
    expect([history.latest("loss"), history.latest("evaluation"), history.latest("unknown")]).toEqual([
      0,
      9,
      undefined,
    ]);
  });

  it("thins a long training out, but never what is to be kept", () => {
    const long = new History();
    long.add(rowsOf(Array.from({ length: 1000 }, (_, i) => row(i, { loss: i, ...(i === 501 && { rare: 1 }) }))));
    const [steps = [], rare = []] = long.columns(["rare"], "rare", 10);
    expect(steps).toHaveLength(12);
    expect(rare[steps.indexOf(5010)]).toBe(1);
    expect(steps.at(-1)).toBe(9990);
  });
});
