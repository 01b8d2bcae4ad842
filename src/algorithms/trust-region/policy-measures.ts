import type { TensorData } from "../../runtime/index.js";
import type { Judgement } from "./line-search.js";

/** What a policy looks like on the data of another. Averages are taken in float64. */
export interface PolicyMeasures extends Judgement {
  /** The largest KL(old ‖ new) of any state of the batch. */
  readonly largestKl: number;
  /** Mean entropy. */
  readonly entropy: number;
  /** log π(a|s) / π_old(a|s): [batch] */
  readonly logRatio: Float32Array;
}

/** Sums up the figures of every sample. `advantages`: [batch] */
export function policyMeasures(
  figures: Readonly<Record<"logRatio" | "kl" | "entropy", TensorData>>,
  advantages: Float32Array,
): PolicyMeasures {
  const { logRatio, kl, entropy } = figures as Record<"logRatio" | "kl" | "entropy", Float32Array>;
  const n = advantages.length;
  let surrogate = 0;
  let totalKl = 0;
  let totalEntropy = 0;
  let largestKl = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) {
    surrogate += Math.exp(logRatio[i]!) * advantages[i]!;
    totalKl += kl[i]!;
    totalEntropy += entropy[i]!;
    largestKl = Math.max(largestKl, kl[i]!);
  }
  return { surrogate: surrogate / n, kl: totalKl / n, largestKl, entropy: totalEntropy / n, logRatio };
}
