import { logHistogram } from "../rollout/index.js";
import type { UpdateMetrics } from "./algorithm.js";

/**
 * Shares by bin, as scalars, because every sink holds those and bins that never change can be compared between runs:
 * `<name>/histogram/below_0.1`, `<name>/histogram/0.1_to_0.25`, …, `<name>/histogram/above_10`. `logs`: [count]
 */
export function histogramMetrics(name: string, logs: ArrayLike<number>, edges: readonly number[]): UpdateMetrics {
  const labels = edges.map((edge) => String(Number(edge.toPrecision(2))));
  const shares = logHistogram(logs, edges);
  return Object.fromEntries(
    Array.from(shares, (share, i) => {
      const [low, high] = [labels[i - 1], labels[i]];
      const bin = low === undefined ? `below_${high}` : high === undefined ? `above_${low}` : `${low}_to_${high}`;
      return [`${name}/histogram/${bin}`, share];
    }),
  );
}
