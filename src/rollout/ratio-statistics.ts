/** What the importance ratios ρ = π/μ of a batch look like. */
export interface RatioStatistics {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** E[(ρ − 1) − log ρ] ≥ 0: the low-variance estimate of KL(μ ‖ π). */
  readonly approximateKl: number;
  /** E[−log ρ]: the plain estimate. */
  readonly plainKl: number;
  /** Share of ratios outside [1 − ε, 1 + ε]. */
  readonly clipFraction: number;
}

/** Statistics of ratios given as logarithms [batch]. The KL estimates are Schulman's k3 and k1 (joschu.net, 2020). */
export function ratioStatistics(logRatios: Float32Array, clipRange: number): RatioStatistics {
  let total = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let k3 = 0;
  let k1 = 0;
  let clipped = 0;
  for (let i = 0; i < logRatios.length; i++) {
    const logRatio = logRatios[i]!;
    const ratio = Math.exp(logRatio);
    total += ratio;
    if (ratio < min) min = ratio;
    if (ratio > max) max = ratio;
    k3 += ratio - 1 - logRatio;
    k1 -= logRatio;
    if (Math.abs(ratio - 1) > clipRange) clipped++;
  }
  const n = logRatios.length;
  return { mean: total / n, min, max, approximateKl: k3 / n, plainKl: k1 / n, clipFraction: clipped / n };
}
