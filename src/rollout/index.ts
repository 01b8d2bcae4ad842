export { type Actor, type ActorOptions, type CollectionTime, createActor } from "./actor.js";
export { checkBehaviorData, type ExpectedData } from "./check-behavior.js";
export { type Chunk, chunksOf } from "./chunks.js";
export { actionClipper } from "./environment-actions.js";
export { createEpisodeBatch } from "./episode-batch.js";
export { type Episodes, sliceEpisodes, wholeEpisodes } from "./episodes.js";
export { explainedVariance } from "./explained-variance.js";
export { forgetEnded } from "./forget-ended.js";
export type { Fragment, FragmentMemory } from "./fragment.js";
export { gatherRows } from "./gather-rows.js";
export { generalizedAdvantages } from "./generalized-advantages.js";
export { histogram, logHistogram } from "./histogram.js";
export { joinFragments } from "./join-fragments.js";
export { createMinibatches, type Minibatch } from "./minibatches.js";
export { normalize } from "./normalize.js";
export { quantiles } from "./quantiles.js";
export { type RatioStatistics, ratioStatistics } from "./ratio-statistics.js";
export { createReplayBuffer, type ReplayBatch, type ReplayBuffer, type ReplayBufferOptions } from "./replay-buffer.js";
export { discounts, ofFirstStep, rewardsToGo, rewardsWithBootstrap } from "./returns.js";
export { cutEpisodes, rowsOfSegments, type SegmentRows, type Segments } from "./segments.js";
export {
  gatherSequences,
  piecesLength,
  piecesOf,
  requireMemory,
  rowsOfSequences,
  type SequenceColumns,
  type Sequenced,
} from "./sequences.js";
export { createStepActor, type StepActor } from "./step-actor.js";
export type { ValuedRewards } from "./temporal-difference.js";
export {
  cumulativeLogRatios,
  perDecisionReturns,
  selfNormalizedWeights,
  trajectoryLogWeights,
  type WeightStatistics,
  weightStatistics,
} from "./trajectory-weights.js";
export type { Transitions } from "./transitions.js";
export { type VTraceOptions, vTrace } from "./v-trace.js";
