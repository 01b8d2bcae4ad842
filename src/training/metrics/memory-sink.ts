import { checkMetricsRecord } from "./check-record.js";
import type { MetricsRecord, MetricsSink } from "./sink.js";

export interface MemorySink extends MetricsSink {
  /** Everything written so far, oldest first. */
  readonly records: readonly MetricsRecord[];
}

/** Keeps records in memory: for tests, notebooks and pages. */
export function memorySink(): MemorySink {
  const records: MetricsRecord[] = [];
  return {
    records,
    write(record) {
      checkMetricsRecord(record);
      // Writers may reuse their objects.
      records.push({ step: record.step, values: { ...record.values } });
    },
    close() {},
  };
}
