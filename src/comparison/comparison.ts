import type { Curve } from "./curve.js";

/** Everything that a comparison found out, as `comparison.json` holds it. */
export interface Comparison {
  /** Of this file's form. */
  readonly format: 1;
  /** Every algorithm on every environment that was asked for in this folder so far. */
  readonly pairs: readonly ComparedPair[];
}

/** What is trained for one environment and one algorithm, apart from the seed. */
export interface PairPlan {
  /** Its id. */
  readonly environment: string;
  /** Where its definition is imported from; null for a built-in one. */
  readonly module: string | null;
  /** The return at which the environment counts as solved, if it says so. */
  readonly threshold: number | null;
  readonly algorithm: string;
  /** All of the algorithm's options, defaults included. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Environment steps of each training. */
  readonly totalSteps: number;
}

/** One algorithm on one environment. */
export interface ComparedPair extends PairPlan {
  /** Why the algorithm cannot be used on the environment; null where it can. */
  readonly notApplicable: string | null;
  /** By seed. */
  readonly runs: readonly ComparedRun[];
  /** Of the finished runs; null without any. */
  readonly summary: PairSummary | null;
  readonly curves: {
    /** `evaluation/mean_return`: greedy episodes in environments of their own. */
    readonly evaluation: Curve | null;
    /** `charts/episodic_return`: the last 100 training episodes, sampled actions. */
    readonly training: Curve | null;
  };
}

export type ComparedRun = PendingRun | FinishedRun | FailedRun;

/** Not begun, or interrupted. */
export interface PendingRun {
  readonly seed: number;
  readonly status: "pending";
}

export interface FinishedRun extends RunResult {
  readonly seed: number;
  readonly status: "finished";
  /** Steps at the first evaluation that reached the environment's threshold; null if none did. */
  readonly stepsToThreshold: number | null;
}

export interface FailedRun {
  readonly seed: number;
  readonly status: "failed";
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** What a training ended with. */
export interface RunResult {
  /** Environment steps; the last iteration is a whole one. */
  readonly steps: number;
  /** Mean return of the final evaluation. */
  readonly return: number;
  /** Standard deviation over its episodes. */
  readonly returnStd: number;
  readonly episodes: number;
  /** Seconds of collecting and learning, also of parts before an interruption; evaluation and saving excluded. */
  readonly trainingSeconds: number;
  readonly stepsPerSecond: number;
}

/** What finished runs have in common. */
export interface PairSummary {
  /** How many runs have finished. */
  readonly seeds: number;
  /** Of the seeds' returns; `std` is the sample standard deviation (n − 1), null for one seed. */
  readonly return: { readonly mean: number; readonly std: number | null };
  readonly steps: number;
  /** How many reached the threshold; null if the environment has none. */
  readonly reachedThreshold: number | null;
  /** Median over the seeds, a seed that never got there counting as infinite; null if that is infinite. */
  readonly stepsToThreshold: number | null;
  /** Mean over the seeds. */
  readonly stepsPerSecond: number;
  /** Mean over the seeds. */
  readonly trainingSeconds: number;
}
