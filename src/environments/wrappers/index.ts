export { clipAction } from "./clip-action.js";
export { frameStack } from "./frame-stack.js";
export { rescaleAction } from "./rescale-action.js";
export { timeLimit } from "./time-limit.js";
export type { ObservationTransform } from "./transform-observation.js";
export { transformObservation } from "./transform-observation.js";
export { transformReward } from "./transform-reward.js";
export { withoutCriticOnly } from "./without-critic-only.js";
