export { type Actor, type ActorOptions, type CollectionTime, createActor } from "./actor.js";
export { actionClipper } from "./environment-actions.js";
export { explainedVariance } from "./explained-variance.js";
export type { Fragment } from "./fragment.js";
export { generalizedAdvantages } from "./generalized-advantages.js";
export { createMinibatches, type Minibatch } from "./minibatches.js";
export { normalize } from "./normalize.js";
export { quantiles } from "./quantiles.js";
export { type RatioStatistics, ratioStatistics } from "./ratio-statistics.js";
