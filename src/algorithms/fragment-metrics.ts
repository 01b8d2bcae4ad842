import { quantiles } from "../rollout/index.js";
import type { UpdateMetrics } from "./algorithm.js";

/** KL(old ‖ new) over the states of a fragment. */
export interface Divergence {
  readonly mean: number;
  readonly max: number;
}

/** Mean and largest of divergences [batch]. */
export function divergenceOf(divergences: Float32Array): Divergence {
  let total = 0;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < divergences.length; i++) {
    total += divergences[i]!;
    if (divergences[i]! > max) max = divergences[i]!;
  }
  return { mean: total / divergences.length, max };
}

/** How far an update has moved the policy: the exact divergence, and where the ratios of the fragment's actions lie. */
export function movementMetrics(divergence: Divergence, logRatios: Float32Array): UpdateMetrics {
  const [low, median, high] = quantiles(logRatios, [0.05, 0.5, 0.95]).map(Math.exp) as [number, number, number];
  return {
    "losses/kl": divergence.mean,
    "losses/kl_max": divergence.max,
    "ratios/quantile_05": low,
    "ratios/quantile_50": median,
    "ratios/quantile_95": high,
  };
}
