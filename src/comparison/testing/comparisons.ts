import type { ComparedPair, FinishedRun } from "../comparison.js";
import { commonCurve, type Series } from "../curve.js";
import { summarize } from "../summarize.js";

/** A pair whose seeds 1, 2, … ended with these returns. */
export function pairOf(
  environment: string,
  algorithm: string,
  returns: readonly number[],
  changes: Partial<ComparedPair> = {},
): ComparedPair {
  const threshold = environment === "CartPole-v1" ? 475 : null;
  const runs = returns.map(
    (value, i): FinishedRun => ({
      seed: i + 1,
      status: "finished",
      steps: 60_000 + 1000 * i,
      return: value,
      returnStd: 1,
      episodes: 100,
      trainingSeconds: 12,
      stepsPerSecond: 5000,
      stepsToThreshold: threshold !== null && value >= threshold ? 20_000 : null,
    }),
  );
  const series = returns.map((value): Series => ({ steps: [20_000, 40_000, 60_000], values: [0, value / 2, value] }));
  return {
    environment,
    algorithm,
    module: null,
    threshold,
    options: { gamma: 0.99, learningRate: 1e-3 },
    totalSteps: 60_000,
    notApplicable: null,
    runs,
    summary: summarize(runs, threshold),
    curves: { evaluation: commonCurve(series), training: commonCurve(series) },
    ...changes,
  };
}
