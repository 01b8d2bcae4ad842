/** One row of measurements. Names follow the field: `charts/episodic_return`, `losses/policy_loss`, …; whatever depends on the clock is named `time/…`. */
export interface MetricsRecord {
  /** Environment steps so far. */
  readonly step: number;
  /** Absent values were not measured in this row. */
  readonly values: Readonly<Record<string, number>>;
}

/** What a sink must know to go on exactly where a checkpoint was taken; JSON-serializable. */
export type SinkPosition = Readonly<Record<string, number>>;

/** Receives metrics as training runs. Methods are synchronous: a record that was written before a checkpoint is on disk when the checkpoint is. */
export interface MetricsSink {
  write(record: MetricsRecord): void;
  /** Forces everything written so far to disk and tells where that is (byte lengths by file), so that resume can truncate to it. */
  position?(): SinkPosition;
  close(): void;
}
