import { describe, expect, it } from "vitest";
import { type Clipping, carriesGradient, objective } from "./clipping.js";

const pessimistic: Clipping = { kind: "pessimistic", epsilon: 0.2 };
const plain: Clipping = { kind: "plain", epsilon: 0.2 };

describe("the clipped objective", () => {
  it("stops rising above 1 + ε for a good action, and stops falling below 1 − ε for a bad one", () => {
    expect(objective(1.5, 1, pessimistic)).toBeCloseTo(1.2);
    expect(objective(0.5, 1, pessimistic)).toBeCloseTo(0.5);
    expect(objective(0.5, -1, pessimistic)).toBeCloseTo(-0.8);
    expect(objective(1.5, -1, pessimistic)).toBeCloseTo(-1.5);
  });

  it("keeps the gradient of moves that made things worse", () => {
    expect(carriesGradient(0.5, 1, pessimistic)).toBe(true);
    expect(carriesGradient(1.5, -1, pessimistic)).toBe(true);
    expect(carriesGradient(1.5, 1, pessimistic)).toBe(false);
    expect(carriesGradient(0.5, -1, pessimistic)).toBe(false);
  });

  it("loses every gradient outside the range in its plain form", () => {
    for (const sign of [1, -1] as const) {
      expect(carriesGradient(0.5, sign, plain)).toBe(false);
      expect(carriesGradient(1.5, sign, plain)).toBe(false);
      expect(carriesGradient(1.1, sign, plain)).toBe(true);
    }
  });

  it("is the bare surrogate without clipping", () => {
    expect(objective(3, -1, { kind: "none" })).toBe(-3);
    expect(carriesGradient(3, 1, { kind: "none" })).toBe(true);
  });
});
