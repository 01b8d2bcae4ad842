import type { EvaluationResult } from "./evaluate.js";

/** Where wall time went, in seconds since training began (evaluation and saving excluded). */
export interface TimeSplit {
  readonly environment: number;
  readonly policy: number;
  readonly learner: number;
}

/** What an iteration of training tells. */
export interface Report {
  /** Environment steps so far. */
  readonly steps: number;
  readonly totalSteps: number;
  readonly iteration: number;
  /** `mean`: over the last 100 finished training episodes, NaN before the first. `episodes`: finished so far, in all. */
  readonly episodeReturn: { readonly mean: number; readonly episodes: number };
  /** Everything measured, by metric name: `charts/…`, `losses/…`, `ratios/…`, `time/…`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** In iterations that evaluated. */
  readonly evaluation?: EvaluationResult;
  /** What the user should know, told once: for example, that a resumed environment could not restore its episodes. */
  readonly notices?: readonly string[];
  /** Environment steps per second of collecting and learning. */
  readonly stepsPerSecond: number;
  readonly time: TimeSplit;
}
