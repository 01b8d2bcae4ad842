import { mean, minimum, mul, stopGradient, type Tensor } from "../../tensor/index.js";

/**
 * mean(ρ·A·log π(a|s)) with the weight ρ held fixed, whose gradient mean(ρA·∇log π) is the single-step importance-sampled
 * policy gradient. Without truncation it is the surrogate's gradient; with `truncation` ρ̄ the weight is min(ρ, ρ̄).
 * `logProb`, `ratio`, `advantage`: [batch].
 */
export function importanceSampledGradient(
  logProb: Tensor,
  ratio: Tensor,
  advantage: Tensor,
  truncation?: number,
): Tensor {
  const weight = stopGradient(truncation === undefined ? ratio : minimum(ratio, truncation));
  return mean(mul(mul(weight, advantage), logProb));
}
