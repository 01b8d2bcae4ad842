import { add, clip, mean, minimum, mul, sub, type Tensor } from "../../tensor/index.js";

/**
 * PPO-clip (Schulman et al. 2017, eq. 7): mean(min(ρA, clip(ρ, 1−ε, 1+ε)·A)). With `pessimistic` false the plain form
 * mean(clip(ρ, 1−ε, 1+ε)·A), whose gradient vanishes outside [1−ε, 1+ε] whatever the sign of A.
 * `ratio`, `advantage`: [batch]; `clipRange`: [].
 */
export function clippedSurrogate(ratio: Tensor, advantage: Tensor, clipRange: Tensor, pessimistic = true): Tensor {
  const clipped = mul(clip(ratio, sub(1, clipRange), add(1, clipRange)), advantage);
  return mean(pessimistic ? minimum(mul(ratio, advantage), clipped) : clipped);
}
