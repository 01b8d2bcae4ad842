import type { Episodes } from "./episodes.js";
import { quantiles } from "./quantiles.js";

/** log ∏_{k≤t} ρ_k of every step, from log ρ: [rows]. Each episode's last one is the logarithm of its weight. */
export function cumulativeLogRatios(
  logRatios: ArrayLike<number>,
  { count, starts }: Pick<Episodes, "count" | "starts">,
): Float64Array {
  const cumulative = new Float64Array(logRatios.length);
  for (let i = 0; i < count; i++) {
    let total = 0;
    for (let row = starts[i]!; row < starts[i + 1]!; row++) {
      total += logRatios[row]!;
      cumulative[row] = total;
    }
  }
  return cumulative;
}

/** log ∏_t π/μ of every episode: [count]. */
export function trajectoryLogWeights(
  logRatios: ArrayLike<number>,
  episodes: Pick<Episodes, "count" | "starts">,
): Float64Array {
  const cumulative = cumulativeLogRatios(logRatios, episodes);
  return Float64Array.from({ length: episodes.count }, (_, i) => cumulative[episodes.starts[i + 1]! - 1]!);
}

/** N·w_i / Σw: weights whose mean is 1, whatever their logarithms are. */
export function selfNormalizedWeights(logWeights: Float64Array): Float64Array {
  const largest = logWeights.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const relative = logWeights.map((logWeight) => Math.exp(logWeight - largest));
  const total = relative.reduce((a, b) => a + b, 0);
  return relative.map((weight) => (weight * logWeights.length) / total);
}

/**
 * Per-decision importance-weighted rewards to go Σ_{t≥k} γ^{t−k}·(∏_{j≤t} ρ_j)·r_t of every step k: each reward is weighted
 * by the ratios of the actions before it only (Precup, Sutton & Singh 2000). [rows]
 */
export function perDecisionReturns(
  rewards: Float32Array,
  cumulative: Float64Array,
  { count, starts }: Pick<Episodes, "count" | "starts">,
  gamma: number,
): Float32Array {
  const returns = new Float32Array(rewards.length);
  for (let i = 0; i < count; i++) {
    let following = 0;
    for (let row = starts[i + 1]! - 1; row >= starts[i]!; row--) {
      following = Math.exp(cumulative[row]!) * rewards[row]! + gamma * following;
      returns[row] = following;
    }
  }
  return returns;
}

/** What trajectory weights look like. */
export interface WeightStatistics {
  /** (Σw)² / (N·Σw²): the share of the episodes that so uneven weights are worth; from 1/N to 1. */
  readonly effectiveShare: number;
  readonly mean: number;
  readonly max: number;
  /** max w / Σw */
  readonly largestShare: number;
  /** Of log w. */
  readonly logMean: number;
  readonly logStd: number;
  /** Smallest, 5 %, median, 95 %, largest of log w. */
  readonly logQuantiles: readonly number[];
}

/** Statistics of weights given as logarithms [count]; the effective share is exact however large they are. */
export function weightStatistics(logWeights: Float64Array): WeightStatistics {
  const n = logWeights.length;
  const logQuantiles = quantiles(logWeights, [0, 0.05, 0.5, 0.95, 1]);
  const largest = logQuantiles[4]!;
  let total = 0;
  let squares = 0;
  let logTotal = 0;
  for (const logWeight of logWeights) {
    const relative = Math.exp(logWeight - largest);
    total += relative;
    squares += relative * relative;
    logTotal += logWeight;
  }
  const logMean = logTotal / n;
  const logVariance = logWeights.reduce((sum, logWeight) => sum + (logWeight - logMean) ** 2, 0) / n;
  return {
    effectiveShare: (total * total) / (n * squares),
    mean: (Math.exp(largest) * total) / n,
    max: Math.exp(largest),
    largestShare: 1 / total,
    logMean,
    logStd: Math.sqrt(logVariance),
    logQuantiles,
  };
}
