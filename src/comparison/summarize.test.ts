import { describe, expect, it } from "vitest";
import type { FinishedRun } from "./comparison.js";
import { firstStepAt, summarize } from "./summarize.js";

const finished = (seed: number, result: Partial<FinishedRun>): FinishedRun => ({
  seed,
  status: "finished",
  steps: 1000,
  return: 0,
  returnStd: 0,
  episodes: 100,
  trainingSeconds: 1,
  stepsPerSecond: 1000,
  stepsToThreshold: null,
  ...result,
});

describe("the summary of a pair", () => {
  const runs = [
    finished(1, { return: 490, steps: 1000, stepsToThreshold: 400, trainingSeconds: 2, stepsPerSecond: 500 }),
    finished(2, { return: 500, steps: 1024, stepsToThreshold: 800, trainingSeconds: 4, stepsPerSecond: 256 }),
    finished(3, { return: 450, steps: 1036, stepsToThreshold: null, trainingSeconds: 3, stepsPerSecond: 300 }),
  ];

  it("equals what is computed by hand", () => {
    expect(summarize(runs, 475)).toEqual({
      seeds: 3,
      // (490 + 500 + 450) / 3; √((10² + 20² + 30²) / 2)
      return: { mean: 480, std: expect.closeTo(Math.sqrt(700), 12) },
      steps: 1020,
      reachedThreshold: 2,
      // of 400, 800, ∞
      stepsToThreshold: 800,
      stepsPerSecond: 352,
      trainingSeconds: 3,
    });
  });

  it("tells no steps to a threshold that half of the seeds did not reach, and nothing of one that there is not", () => {
    expect(summarize(runs.slice(1), 475)).toMatchObject({ reachedThreshold: 1, stepsToThreshold: null });
    expect(summarize(runs, null)).toMatchObject({ reachedThreshold: null, stepsToThreshold: null });
  });

  it("there is none without runs", () => {
    expect(summarize([], 475)).toBeNull();
  });
});

describe("the first step at a threshold", () => {
  const series = { steps: [10, 20, 30], values: [5, 9, 7] };

  it("is that of the first measurement that is as large", () => {
    expect(firstStepAt(series, 9)).toBe(20);
    expect(firstStepAt(series, 5)).toBe(10);
  });

  it("is null where none is, and without a threshold", () => {
    expect(firstStepAt(series, 10)).toBeNull();
    expect(firstStepAt(series, null)).toBeNull();
  });
});
