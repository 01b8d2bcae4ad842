import type { FailureDescription } from "../errors.js";

/** `stopped`: neither finished nor in training now. `unreadable`: its folder is there, its settings are not understood. */
export type RunStatus = "running" | "finished" | "stopped" | "unreadable";

/** What the list of runs tells of one. */
export interface RunSummary {
  /** The run's folder from the dashboard's folder on, with slashes; "." for that folder itself. */
  readonly id: string;
  readonly status: RunStatus;
  readonly environment: string;
  readonly algorithm: string;
  readonly seed: number;
  readonly totalSteps: number;
  /** The algorithm's options, `network.hidden` and the like as paths; values as JSON. */
  readonly options: Readonly<Record<string, string>>;
  /** The same for runs that only differ in their seed. */
  readonly group: string;
  readonly step: number;
  /** Of the newest record that tells it. */
  readonly episodicReturn?: number;
  readonly evaluation?: number;
  /** When metrics were written last: milliseconds since 1970. */
  readonly updated: number;
  /** The process that trains, where it runs on this machine. */
  readonly pid?: number;
  readonly problem?: Pick<FailureDescription, "message" | "fix">;
  /** Whenever this differs, there are other metrics. */
  readonly version: string;
}
