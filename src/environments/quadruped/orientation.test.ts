import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wrapAngle, yawOf } from "./orientation.js";

describe("yawOf", () => {
  it("is the direction of the x axis in the horizontal plane, however the base leans", () => {
    const quarter = Math.SQRT1_2;
    expect(yawOf(Float64Array.of(0, 0, 0, quarter, 0, 0, quarter))).toBeCloseTo(Math.PI / 2, 12);
    // by 0.6 to the left, then nose down by 0.3: q = q_z(0.6) q_y(0.3), after two other numbers
    const [cz, sz, cy, sy] = [Math.cos(0.3), Math.sin(0.3), Math.cos(0.15), Math.sin(0.15)];
    const pose = Float64Array.of(9, 9, 0, 0, 0, cz * cy, -sz * sy, cz * sy, sz * cy);
    expect(yawOf(pose, 2)).toBeCloseTo(0.6, 12);
  });
});

describe("wrapAngle", () => {
  it("stays within π of 0 and keeps the direction", () => {
    fc.assert(
      fc.property(fc.double({ min: -3 * Math.PI, max: 3 * Math.PI, noNaN: true }), (angle) => {
        const wrapped = wrapAngle(angle);
        expect(Math.abs(wrapped)).toBeLessThanOrEqual(Math.PI + 1e-12);
        expect(Math.cos(wrapped - angle)).toBeCloseTo(1, 12);
      }),
    );
  });
});
