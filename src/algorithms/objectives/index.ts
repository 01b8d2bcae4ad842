export { actorCriticLoss, type LossWeights } from "./actor-critic-loss.js";
export { clippedSurrogate } from "./clipped-surrogate.js";
export { importanceSampledGradient } from "./importance-sampled-gradient.js";
export { adaptPenalty, ascendDual } from "./penalty.js";
export { policyGradient } from "./policy-gradient.js";
export { surrogate } from "./surrogate.js";
export { clippedValueLoss, valueLoss } from "./value-loss.js";
