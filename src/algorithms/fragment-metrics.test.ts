import { describe, expect, it } from "vitest";
import { advantageMetrics } from "./fragment-metrics.js";

describe("what is told of advantages", () => {
  it("is their mean and deviation, and where they lie in deviations from the mean", () => {
    const metrics = advantageMetrics(Float32Array.of(8, 8, 8, 12, 12, 12, 10, 10));
    expect(metrics["advantages/mean"]).toBe(10);
    expect(metrics["advantages/std"]).toBeCloseTo(Math.sqrt(3), 6);
    expect(metrics["advantages/histogram/-2_to_-1"]).toBe(3 / 8);
    expect(metrics["advantages/histogram/0_to_0.5"]).toBe(2 / 8);
    expect(metrics["advantages/histogram/1_to_2"]).toBe(3 / 8);
  });

  it("is finite where all are equal", () => {
    const metrics = advantageMetrics(new Float32Array(4).fill(-3));
    expect(metrics["advantages/std"]).toBe(0);
    expect(metrics["advantages/histogram/0_to_0.5"]).toBe(1);
  });
});
