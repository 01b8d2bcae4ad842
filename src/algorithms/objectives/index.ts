export { actorCriticLoss, type LossWeights } from "./actor-critic-loss.js";
export { clippedSurrogate } from "./clipped-surrogate.js";
export { clippedValueLoss, valueLoss } from "./value-loss.js";
