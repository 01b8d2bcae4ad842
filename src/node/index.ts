/**
 * What needs Node: sinks that write files or to the terminal, and models read from disk.
 * @module
 */
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
