import type { Snapshot } from "../snapshot.js";
import type { MetricsSink, SinkPosition } from "./metrics/index.js";

export type CheckpointName = "last" | "best";

/** Where a run keeps what must outlive it. */
export interface RunStore {
  /** Where it is, for messages. */
  readonly location: string;
  /** Sinks that belong to the run, opened at `position` when it is continued. */
  openSinks(position: Readonly<Record<string, SinkPosition>> | undefined): Readonly<Record<string, MetricsSink>>;
  /** Whole or not at all. */
  saveCheckpoint(name: CheckpointName, snapshot: Snapshot): void;
  /** The run's settings as JSON. */
  saveSettings(settings: Readonly<Record<string, unknown>>): void;
}
