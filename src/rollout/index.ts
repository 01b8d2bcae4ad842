export { type Actor, type ActorOptions, type CollectionTime, createActor } from "./actor.js";
export { checkBehaviorData, type ExpectedData } from "./check-behavior.js";
export { actionClipper } from "./environment-actions.js";
export { createEpisodeBatch } from "./episode-batch.js";
export { type Episodes, sliceEpisodes, wholeEpisodes } from "./episodes.js";
export { explainedVariance } from "./explained-variance.js";
export type { Fragment } from "./fragment.js";
export { generalizedAdvantages } from "./generalized-advantages.js";
export { logHistogram } from "./log-histogram.js";
export { createMinibatches, type Minibatch } from "./minibatches.js";
export { normalize } from "./normalize.js";
export { quantiles } from "./quantiles.js";
export { type RatioStatistics, ratioStatistics } from "./ratio-statistics.js";
export { discounts, ofFirstStep, rewardsToGo, rewardsWithBootstrap } from "./returns.js";
export {
  cumulativeLogRatios,
  perDecisionReturns,
  selfNormalizedWeights,
  trajectoryLogWeights,
  type WeightStatistics,
  weightStatistics,
} from "./trajectory-weights.js";
export { type VTraceOptions, vTrace } from "./v-trace.js";
