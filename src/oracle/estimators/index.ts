export { effectiveSampleFraction } from "./effective-sample-size.js";
export { biasOf, type GradientEstimator, type Moments, momentsOf } from "./moments.js";
export {
  importanceWeighted,
  perDecisionEstimator,
  type SelfNormalizedOptions,
  type SingleStepOptions,
  selfNormalizedMoments,
  singleStepEstimator,
  trajectoryWeight,
  type VTraceEstimatorOptions,
  vTraceEstimator,
} from "./off-policy.js";
export {
  type GeneralizedAdvantageOptions,
  generalizedAdvantageEstimator,
  type RewardToGoOptions,
  rewardToGoEstimator,
  type StateFunction,
  totalReturnEstimator,
} from "./on-policy.js";
