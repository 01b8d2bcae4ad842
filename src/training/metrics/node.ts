export { type CsvSink, csvSink } from "./csv-sink.js";
export type { FileSinkOptions } from "./file-sink-options.js";
export { type JsonLinesSink, jsonLinesSink } from "./json-lines-sink.js";
export { type TensorboardSink, type TensorboardSinkOptions, tensorboardSink } from "./tensorboard-sink.js";
export { type TerminalSinkOptions, terminalSink } from "./terminal-sink.js";
