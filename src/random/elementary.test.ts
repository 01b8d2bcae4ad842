import { describe, expect, it } from "vitest";
import { exp, log } from "./elementary.js";

describe("exp and log", () => {
  it("agree with the engine's own to a few units of the last place", () => {
    for (let x = -12; x <= 12; x += 0.00937) expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-15);
    for (let x = 1; x > 1e-10; x *= 0.987) {
      expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(1e-15 * Math.abs(Math.log(x)));
    }
  });

  it("are exact where the result is", () => {
    expect(exp(0)).toBe(1);
    expect(log(1)).toBe(0);
  });
});
