import { describe, expect, it } from "vitest";
import { adaptPenalty, ascendDual } from "./index.js";

/** The next larger and the next smaller double. */
const above = (x: number) => x * (1 + Number.EPSILON);
const below = (x: number) => x * (1 - Number.EPSILON);

describe("the KL penalty's coefficient", () => {
  it.each([0.01, 0.003, 1, 7])("doubles above 1.5 times the target %d, and not at it", (target) => {
    expect(adaptPenalty(3, above(1.5 * target), target)).toBe(6);
    expect(adaptPenalty(3, 1.5 * target, target)).toBe(3);
  });

  it.each([0.01, 0.003, 1, 7])("halves below the target %d divided by 1.5, and not at it", (target) => {
    expect(adaptPenalty(3, below(target / 1.5), target)).toBe(1.5);
    expect(adaptPenalty(3, target / 1.5, target)).toBe(3);
  });

  it("stays away from 0, from which it could not double, and from infinity", () => {
    let beta = 1;
    for (let i = 0; i < 2000; i++) beta = adaptPenalty(beta, 0, 0.01);
    expect(beta).toBe(1e-8);
    for (let i = 0; i < 3000; i++) beta = adaptPenalty(beta, 1, 0.01);
    expect(beta).toBe(1e8);
  });
});

describe("the multiplier of the constraint", () => {
  it("grows by α times the violation, shrinks where the constraint is slack, and is never negative", () => {
    expect(ascendDual(2, 0.03, 0.01, 10)).toBeCloseTo(2.2, 12);
    expect(ascendDual(2, 0.005, 0.01, 10)).toBeCloseTo(1.95, 12);
    expect(ascendDual(0.01, 0, 0.01, 10)).toBe(0);
  });
});
