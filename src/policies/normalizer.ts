import { clip, mul, sub, type Tensor } from "../tensor/index.js";

/** Names of the constants that normalize observations. */
export const NORMALIZER_SHIFT = "normalizer/shift";
export const NORMALIZER_SCALE = "normalizer/scale";

/** Running statistics of observations as a policy applies them: clip((x − mean) / √(variance + ε), ±clip). */
export interface ObservationNormalizer {
  /** [observationSize] */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly epsilon: number;
  readonly clip: number;
}

/** Shift and scale in float32, as they enter a graph. */
export function normalizerFactors({ mean, variance, epsilon }: ObservationNormalizer): {
  readonly shift: Float32Array;
  readonly scale: Float32Array;
} {
  return { shift: Float32Array.from(mean), scale: Float32Array.from(variance, (v) => 1 / Math.sqrt(v + epsilon)) };
}

/** The normalized observation for given shift and scale [observationSize]. */
export function normalizeSymbolically(observation: Tensor, shift: Tensor, scale: Tensor, limit: number): Tensor {
  return clip(mul(sub(observation, shift), scale), -limit, limit);
}
