import { histogram, logHistogram, quantiles } from "../rollout/index.js";
import type { UpdateMetrics } from "./algorithm.js";
import { histogramMetrics } from "./histogram-metrics.js";

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

/** Where ratios are told apart: finely where clipping acts, coarsely where something has gone wrong. */
const ratioEdges = [1 / 10, 1 / 4, 1 / 2, 1 / 1.25, 1 / 1.1, 1, 1.1, 1.25, 2, 4, 10];
const ratioHistogram = histogramMetrics("ratios", ratioEdges, logHistogram);

/** In standard deviations from the mean. */
const advantageHistogram = histogramMetrics("advantages", [-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3], histogram);

/** How the advantages that an update learns from are distributed, before any normalization: [count]. */
export function advantageMetrics(advantages: Float32Array): UpdateMetrics {
  let mean = 0;
  for (let i = 0; i < advantages.length; i++) mean += advantages[i]! / advantages.length;
  let variance = 0;
  for (let i = 0; i < advantages.length; i++) variance += (advantages[i]! - mean) ** 2 / advantages.length;
  const std = Math.sqrt(variance);
  const standardized = Float64Array.from(advantages, (advantage) => (std > 0 ? (advantage - mean) / std : 0));
  return { "advantages/mean": mean, "advantages/std": std, ...advantageHistogram(standardized) };
}

/** How far an update has moved the policy: the exact divergence, and where the ratios of the fragment's actions lie. */
export function movementMetrics(divergence: Divergence, logRatios: Float32Array): UpdateMetrics {
  const logs = quantiles(logRatios, [0.05, 0.5, 0.95, 1]);
  const [low, median, high] = logs.map(Math.exp) as [number, number, number];
  const largest = logs[3] as number;
  return {
    "losses/kl": divergence.mean,
    "losses/kl_max": divergence.max,
    "ratios/quantile_05": low,
    "ratios/quantile_50": median,
    "ratios/quantile_95": high,
    "ratios/largest": Math.exp(largest),
    "ratios/effective_share": effectiveShare(logRatios, largest),
    ...ratioHistogram(logRatios),
  };
}

/** (Σρ)² / (N·Σρ²), exact however large the ratios are. */
function effectiveShare(logRatios: Float32Array, largest: number): number {
  let total = 0;
  let squares = 0;
  for (let i = 0; i < logRatios.length; i++) {
    const relative = Math.exp(logRatios[i]! - largest);
    total += relative;
    squares += relative * relative;
  }
  return (total * total) / (logRatios.length * squares);
}
