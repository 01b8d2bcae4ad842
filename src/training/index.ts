export type { ActorsOptions, ActorsSettings, GivenActors } from "./actors/actors-options.js";
export {
  type EvaluatePolicyOptions,
  type EvaluationResult,
  evaluatePolicy,
} from "./evaluate.js";
export {
  type MemorySink,
  type MetricsRecord,
  type MetricsSink,
  memorySink,
  type SinkPosition,
} from "./metrics/index.js";
export { type AlgorithmPreset, algorithmPreset, type OtherPresets, type Preset, presetFor } from "./presets.js";
export type { Report, TimeSplit } from "./report.js";
export type { RunSettings } from "./run-folder.node.js";
export type { CheckpointName } from "./run-store.js";
export { loadRunPolicy, readRunSettings } from "./saved-run.js";
export { type EvaluationOptions, type ResumeOptions, resume, type TrainOptions, train } from "./train.js";
export type { EvaluationSettings } from "./train-options.js";
export type { TrainingRun } from "./training-run.js";
