import { add, clip, mean, minimum, mul, stopGradient, sub, type Tensor } from "../../tensor/index.js";

/**
 * PPO-clip (Schulman et al. 2017, eq. 7): mean(min(ρA, clip(ρ, 1−ε, 1+ε)·A)). With `pessimistic` false the plain form
 * mean(clip(ρ, 1−ε, 1+ε)·A), whose gradient vanishes outside [1−ε, 1+ε] whatever the sign of A.
 * `ratio`, `advantage`: [batch]; `clipRange`: [].
 */
export function clippedSurrogate(ratio: Tensor, advantage: Tensor, clipRange: Tensor, pessimistic = true): Tensor {
  const clipped = mul(clip(ratio, sub(1, clipRange), add(1, clipRange)), advantage);
  if (!pessimistic) return mean(clipped);
  // Where the clipped term is strictly smaller, the ratio lies outside the range and its gradient is zero anyway.
  return mean(minimum(mul(ratio, advantage), stopGradient(clipped)));
}
