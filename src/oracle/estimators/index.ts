export { effectiveSampleFraction } from "./effective-sample-size.js";
export { biasOf, type GradientEstimator, type Moments, momentsOf } from "./moments.js";
export {
  importanceWeighted,
  perDecisionEstimator,
  type SelfNormalizedOptions,
  selfNormalizedMoments,
  singleStepEstimator,
  trajectoryWeight,
} from "./off-policy.js";
export {
  generalizedAdvantageEstimator,
  type RewardToGoOptions,
  rewardToGoEstimator,
  type StateFunction,
  totalReturnEstimator,
} from "./on-policy.js";
