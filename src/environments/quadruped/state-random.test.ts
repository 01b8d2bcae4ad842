import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { drawFloat, drawInteger, drawUniform, STREAM_SIZE, seedStream } from "./state-random.js";

describe("a stream within a state", () => {
  it("goes on from a copy of its numbers as it would have itself", () => {
    const state = new Float64Array(10);
    seedStream(state, 3, createRandom(1));
    for (let i = 0; i < 5; i++) drawFloat(state, 3);
    const copy = state.slice();
    const draws = (from: Float64Array) => Array.from({ length: 20 }, () => drawFloat(from, 3));
    expect(draws(copy)).toEqual(draws(state));
    expect([...state.subarray(0, 3), ...state.subarray(3 + STREAM_SIZE)]).toEqual(new Array(6).fill(0));
  });

  it("is uniform: mean, variance and lag correlation of 50,000 draws", () => {
    const state = new Float64Array(STREAM_SIZE);
    seedStream(state, 0, createRandom(2));
    const draws = Array.from({ length: 50_000 }, () => drawFloat(state, 0));
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    const lagged = draws.slice(1).reduce((sum, x, i) => sum + (x - mean) * (draws[i]! - mean), 0) / draws.length;
    // five standard errors
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / draws.length));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
    expect(Math.abs(lagged / variance)).toBeLessThan(5 / Math.sqrt(draws.length));
    expect(Math.min(...draws.slice(0, 1000))).toBeGreaterThanOrEqual(0);
  });

  it("draws whole numbers with both ends, and from an interval", () => {
    const state = new Float64Array(STREAM_SIZE);
    seedStream(state, 0, createRandom(3));
    const whole = new Set(Array.from({ length: 200 }, () => drawInteger(state, 0, 2, 4)));
    expect([...whole].sort()).toEqual([2, 3, 4]);
    const drawn = Array.from({ length: 200 }, () => drawUniform(state, 0, -1, 3));
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...drawn)).toBeLessThan(3);
    expect(Math.max(...drawn)).toBeGreaterThan(2.5);
  });
});
