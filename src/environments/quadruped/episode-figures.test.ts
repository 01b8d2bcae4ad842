import { describe, expect, it } from "vitest";
import { addStep, addSwing, addTerm, episodeFigures, FIGURE_SUMS, readFigures } from "./episode-figures.js";
import { rewardTermNames } from "./rewards.js";

function figuresOf(state: Float64Array, sums: number, steps: number) {
  const figures = new Float64Array(episodeFigures.length);
  readFigures(state, sums, steps, figures);
  return Object.fromEntries(episodeFigures.map((name, i) => [name, figures[i]]));
}

describe("an episode's figures", () => {
  it("are means over steps and over swings, by hand, and touch nothing beside their sums", () => {
    const state = new Float64Array(1 + FIGURE_SUMS + 1).fill(0, 1, 1 + FIGURE_SUMS);
    state[0] = 7;
    state[1 + FIGURE_SUMS] = 7;
    addTerm(state, 1, rewardTermNames.indexOf("airTime"), 0.5);
    addTerm(state, 1, rewardTermNames.indexOf("airTime"), 1.5);
    addStep(state, 1, 0.2, false);
    addStep(state, 1, 0.6, true);
    addSwing(state, 1, 0.2, 0.05);
    addSwing(state, 1, 0.4, 0.07);
    const figures = figuresOf(state, 1, 2);
    expect(figures).toMatchObject({ alive: 0, air_time: 1, fell: 1 });
    expect(figures.speed_error).toBeCloseTo(0.4, 12);
    expect(figures.swing_seconds).toBeCloseTo(0.3, 12);
    expect(figures.swing_height).toBeCloseTo(0.06, 12);
    expect([state[0], state[1 + FIGURE_SUMS]]).toEqual([7, 7]);
  });

  it("know no swing where there was none", () => {
    const figures = figuresOf(new Float64Array(FIGURE_SUMS), 0, 1);
    expect([figures.swing_seconds, figures.swing_height]).toEqual([Number.NaN, Number.NaN]);
    expect(figures.fell).toBe(0);
  });
});
