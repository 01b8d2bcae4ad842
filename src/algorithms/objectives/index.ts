export { clippedSurrogate } from "./clipped-surrogate.js";
export { clippedValueLoss, valueLoss } from "./value-loss.js";
