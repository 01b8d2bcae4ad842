export { bernoulli } from "./bernoulli.js";
export { categorical } from "./categorical.js";
export { DiagonalGaussian, type DiagonalGaussianOptions, diagonalGaussian } from "./diagonal-gaussian.js";
export type { Distribution, DistributionFamily, NoiseDescription, PolicyHead } from "./distribution.js";
export { multiCategorical } from "./multi-categorical.js";
export { SquashedGaussian, squashed } from "./squashed-gaussian.js";
export {
  type StateDependentExplorationOptions,
  stateDependentExploration,
} from "./state-dependent-exploration.js";
