import type { RunName, RunOutcome } from "./compare-options.js";

/** One training, as plain data, for another process. */
export interface Job extends RunName {
  readonly module: string | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly totalSteps: number;
  readonly checkpointSeconds: number;
  /** The run's folder. */
  readonly folder: string;
}

/** What became of a training. */
export type JobOutcome =
  | RunOutcome
  /** As it was asked to; what has been trained is saved. */
  | { readonly kind: "stopped" };

/** What a training's process tells. */
export type JobMessage =
  | { readonly kind: "progress"; readonly steps: number }
  | { readonly kind: "notice"; readonly text: string }
  | { readonly kind: "outcome"; readonly outcome: JobOutcome };

/** What a training's process is told. */
export type JobRequest = { readonly kind: "train"; readonly job: Job } | { readonly kind: "stop" };
