import type { FinishedRun, PairSummary } from "./comparison.js";
import type { Series } from "./curve.js";
import { mean, median, sampleStd } from "./statistics.js";

/** What finished runs of a pair have in common; null without any. */
export function summarize(runs: readonly FinishedRun[], threshold: number | null): PairSummary | null {
  if (runs.length === 0) return null;
  const returns = runs.map((run) => run.return);
  const reached = runs.map(({ stepsToThreshold }) => stepsToThreshold ?? Number.POSITIVE_INFINITY);
  const stepsToThreshold = median(reached);
  return {
    seeds: runs.length,
    return: { mean: mean(returns), std: sampleStd(returns) },
    steps: mean(runs.map(({ steps }) => steps)),
    reachedThreshold: threshold === null ? null : reached.filter(Number.isFinite).length,
    stepsToThreshold: threshold === null || !Number.isFinite(stepsToThreshold) ? null : stepsToThreshold,
    stepsPerSecond: mean(runs.map(({ stepsPerSecond }) => stepsPerSecond)),
    trainingSeconds: mean(runs.map(({ trainingSeconds }) => trainingSeconds)),
  };
}

/** The steps at which a quantity first was `threshold` or more; null if it never was. */
export function firstStepAt({ steps, values }: Series, threshold: number | null): number | null {
  if (threshold === null) return null;
  return steps[values.findIndex((value) => value >= threshold)] ?? null;
}
