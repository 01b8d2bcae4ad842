import type { Tensor, TensorLike } from "../tensor/index.js";

/**
 * An optimizer over one flat vector, as a pure graph. Its moments [size] start at zero; they and the scalars that depend
 * on the step are fed: `optimizer/firstMoment`, `optimizer/secondMoment`, `optimizer/firstCorrection`,
 * `optimizer/secondCorrection`.
 */
export interface Optimizer {
  /** The corrections to be fed for step number `step` (from 1). */
  corrections(step: number): { readonly first: number; readonly second: number };
  /** `parameters` and `gradient`: [size]; `learningRate`: []; `scale`: [], by which the gradient is multiplied. */
  update(
    parameters: Tensor,
    gradient: Tensor,
    learningRate: Tensor,
    scale?: TensorLike,
  ): { readonly parameters: Tensor; readonly firstMoment: Tensor; readonly secondMoment: Tensor };
}
