/**
 * What needs Node: comparing algorithms in processes of their own, models read from disk, and sinks that write files or to
 * the terminal.
 * @module
 */

export {
  type ComparedPair,
  type ComparedRun,
  type CompareOptions,
  type Comparison,
  type ComparisonEvent,
  type Curve,
  type CurveKind,
  compare,
  type FailedRun,
  type FinishedRun,
  type PairPlan,
  type PairSummary,
  type PendingRun,
  type RunName,
  type RunOutcome,
  type RunResult,
} from "../comparison/index.js";
export { type ReadModel, readModel } from "../mujoco/node.js";
export {
  type CsvSink,
  csvSink,
  type FileSinkOptions,
  type JsonLinesSink,
  jsonLinesSink,
  type TensorboardSink,
  type TensorboardSinkOptions,
  type TerminalSinkOptions,
  tensorboardSink,
  terminalSink,
} from "../training/metrics/node.js";
