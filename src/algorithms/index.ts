export type { Algorithm, CollectionSettings, Learner, Task, UpdateMetrics } from "./algorithm.js";
export { algorithmNames } from "./algorithm-names.js";
export { type Feeds, GradientStep, type GradientStepOptions, type Proposal, type StepResult } from "./gradient-step.js";
export { adaptLearningRate } from "./kl-adaptive-learning-rate.js";
export { clippedSurrogate, clippedValueLoss, valueLoss } from "./objectives/index.js";
export { npg } from "./npg.js";
export { ppo } from "./ppo.js";
export type { PpoOptions } from "./ppo-options.js";
export { createAlgorithm } from "./registry.js";
export { type Schedule, scheduledValue } from "./schedule.js";
export { trpo } from "./trpo.js";
export {
  backtrackingLineSearch,
  type ConjugateGradientOptions,
  type ConjugateGradientResult,
  conjugateGradient,
  fisherVectorProduct,
  type Judgement,
  type LineSearchOptions,
  type LineSearchResult,
  type MatrixVectorProduct,
  type NpgOptions,
  stepLength,
  type TrpoOptions,
} from "./trust-region/index.js";
