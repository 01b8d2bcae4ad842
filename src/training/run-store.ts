import type { Snapshot } from "../snapshot.js";
import type { MetricsSink, SinkPosition } from "./metrics/index.js";

export type CheckpointName = "last" | "best";

/** Where a run keeps what must outlive it. */
export interface RunStore {
  /** Where it is, for messages. */
  readonly location: string;
  /** Removes what an earlier run left there, if it is to be overwritten. */
  clear(): void;
  /** Sinks that belong to the run, opened at `position` when it is continued. */
  openSinks(position: Readonly<Record<string, SinkPosition>> | undefined): Readonly<Record<string, MetricsSink>>;
  /** Whole or not at all. */
  saveCheckpoint(name: CheckpointName, snapshot: Snapshot): void;
  /** The run's settings as JSON. */
  saveSettings(settings: Readonly<Record<string, unknown>>): void;
  /** Others may use it from now on. */
  close(): void;
}
