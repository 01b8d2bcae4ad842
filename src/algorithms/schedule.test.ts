import { describe, expect, it } from "vitest";
import { adaptLearningRate, scheduledValue } from "./index.js";

describe("schedules", () => {
  it("a number stays what it is", () => {
    expect(scheduledValue(0.2, 0.7)).toBe(0.2);
  });

  it("at update k of K a learning rate that falls to 0 is (1 − (k − 1)/K) of the first one", () => {
    const updates = 8;
    for (let k = 1; k <= updates; k++) {
      const progress = (k - 1) / updates;
      expect(scheduledValue({ from: 1e-3, to: 0 }, progress)).toBeCloseTo((1 - (k - 1) / updates) * 1e-3, 15);
    }
  });

  it("may rise, and stays at its last value after the end", () => {
    expect(scheduledValue({ from: 1, to: 3 }, 0.5)).toBe(2);
    expect(scheduledValue({ from: 1, to: 3 }, 1.5)).toBe(3);
  });
});

describe("the learning rate adapted to the KL divergence", () => {
  const desired = 0.01;
  const adapted = (kl: number, learningRate = 1e-3) => adaptLearningRate(learningRate, kl, desired) / learningRate;

  it("falls by 1.5 above twice the desired value, and only above it", () => {
    expect(adapted(2 * desired)).toBe(1);
    expect(adapted(2 * desired * 1.0001)).toBeCloseTo(1 / 1.5, 12);
  });

  it("rises by 1.5 below half of it, and only below it", () => {
    expect(adapted(desired / 2)).toBe(1);
    expect(adapted((desired / 2) * 0.9999)).toBeCloseTo(1.5, 12);
  });

  it("stays where nothing has been learned yet", () => {
    expect(adapted(0)).toBe(1);
  });

  it("stays within [1e-5, 1e-2]", () => {
    expect(adaptLearningRate(1.2e-5, 1, desired)).toBe(1e-5);
    expect(adaptLearningRate(9e-3, 1e-4, desired)).toBe(1e-2);
  });
});
