import { describe, expect, it } from "vitest";
import { stepLength } from "./index.js";

describe("the step length", () => {
  it("brings the quadratic model ½β²·sᵀHs to δ", () => {
    // s = (1, 2), H = diag(3, 5) with damping included: sᵀHs = 3 + 20 = 23
    const beta = stepLength(0.01, [1, 2], [3, 10]);
    expect(beta).toBeCloseTo(Math.sqrt(0.02 / 23), 15);
    expect(0.5 * beta ** 2 * 23).toBeCloseTo(0.01, 15);
  });

  it("is 0 where there is no direction", () => {
    expect(stepLength(0.01, [0, 0], [0, 0])).toBe(0);
  });
});
