export {
  type ConjugateGradientOptions,
  type ConjugateGradientResult,
  conjugateGradient,
  type MatrixVectorProduct,
} from "./conjugate-gradient.js";
export { fisherVectorProduct } from "./fisher-vector-product.js";
export { createTrustRegionLearner, type PolicyProblem, type PolicyStep, type PolicyStepResult } from "./learner.js";
export {
  backtrackingLineSearch,
  type Judgement,
  type LineSearchOptions,
  type LineSearchResult,
  moveAlong,
} from "./line-search.js";
export {
  type NpgOptions,
  type ResolvedNpgOptions,
  type ResolvedTrpoOptions,
  resolveNpgOptions,
  resolveTrpoOptions,
  type TrpoOptions,
  type TrustRegionOptions,
} from "./options.js";
export { stepLength } from "./step-length.js";
