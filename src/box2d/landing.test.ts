import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { moonHeights, PAD_HEIGHT } from "./moon.js";
import { createWind } from "./wind.js";

describe("the moon", () => {
  it("is level around the pad, and rough up to half of the view elsewhere", () => {
    for (let seed = 0; seed < 50; seed++) {
      const heights = [...moonHeights(createRandom(seed))];
      expect(heights).toHaveLength(11);
      for (const height of heights.slice(4, 7)) expect(height).toBeCloseTo(0.99 * PAD_HEIGHT, 12);
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...heights)).toBeLessThan((0.99 * 400) / 30 / 2);
    }
  });
});

describe("wind", () => {
  it("blows within its powers, both ways, and never the same", () => {
    const wind = createWind(createRandom(1), 15, 1.5);
    const forces: number[] = [];
    for (let i = 0; i < 2000; i++) {
      forces.push(wind.force);
      expect(Math.abs(wind.torque)).toBeLessThanOrEqual(1.5);
      wind.advance();
    }
    expect(Math.max(...forces)).toBeGreaterThan(10);
    expect(Math.min(...forces)).toBeLessThan(-10);
    expect(Math.max(...forces.map(Math.abs))).toBeLessThanOrEqual(15);
    expect(createWind(createRandom(2), 15, 1.5).force).not.toBe(forces[0]);
  });
});
