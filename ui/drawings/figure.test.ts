import { describe, expect, it } from "vitest";
import { hullOf } from "./figure.js";

describe("the hull of a box's corners", () => {
  it("leaves out what lies within, and goes around once", () => {
    const hull = hullOf([
      [0, 0],
      [2, 0],
      [1, 1],
      [2, 2],
      [0, 2],
      [1, 0.5],
    ]);
    expect(hull).toEqual([
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ]);
  });
});
