export { type MemorySink, memorySink } from "./memory-sink.js";
export type { MetricsRecord, MetricsSink, SinkPosition } from "./sink.js";
