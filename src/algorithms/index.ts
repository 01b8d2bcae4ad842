export { type A2cOptions, a2c } from "./a2c.js";
export type {
  Algorithm,
  CollectionSettings,
  Learner,
  LearnerState,
  ObservedSamples,
  ReplayLearner,
  Task,
  UpdateMetrics,
} from "./algorithm.js";
export { algorithmNames } from "./algorithm-names.js";
export type { EpisodeOptions } from "./episode-learner.js";
export {
  type FirstOrderOptions,
  firstOrderAlgorithm,
  type Method,
  type Pass,
  type ProposedStep,
} from "./first-order-learner.js";
export type { Divergence } from "./fragment-metrics.js";
export {
  type Feeds,
  GradientStep,
  type GradientStepOptions,
  type Proposal,
  type Series,
  type StepResult,
} from "./gradient-step.js";
export { type IsPgOptions, isPg } from "./is-pg.js";
export { adaptLearningRate } from "./kl-adaptive-learning-rate.js";
export { npg } from "./npg.js";
export {
  actorCriticLoss,
  adaptPenalty,
  ascendDual,
  clippedSurrogate,
  clippedValueLoss,
  importanceSampledGradient,
  type LossWeights,
  policyGradient,
  surrogate as surrogateObjective,
  valueLoss,
} from "./objectives/index.js";
export {
  type Behavior,
  type OffPolicyReinforceOptions,
  offPolicyReinforce,
} from "./off-policy-reinforce.js";
export { ppo } from "./ppo.js";
export { type PpoKlOptions, ppoKl } from "./ppo-kl.js";
export { type PpoLagrangianOptions, ppoLagrangian } from "./ppo-lagrangian.js";
export type { PpoOptions } from "./ppo-options.js";
export { createAlgorithm } from "./registry.js";
export { type ReinforceOptions, reinforce } from "./reinforce.js";
export type { SacNetwork } from "./sac/model.js";
export type { SacOptions } from "./sac/options.js";
export { sac } from "./sac.js";
export { type Schedule, scheduledValue } from "./schedule.js";
export type { AdvantageOptions, LearnerOptions, PassOptions } from "./shared-options.js";
export { type SurrogateOptions, surrogate } from "./surrogate.js";
export type { Symbols } from "./symbols.js";
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
  type TrustRegionOptions,
} from "./trust-region/index.js";
