import type { UpdateMetrics } from "./algorithm.js";

/**
 * Shares by bin, as scalars, because every sink holds those and bins that never change can be compared between runs:
 * `<name>/histogram/below_0.1`, `<name>/histogram/0.1_to_0.25`, …, `<name>/histogram/above_10`. `counting` makes of the
 * edges a function of values, [count], to the shares.
 */
export function histogramMetrics(
  name: string,
  edges: readonly number[],
  counting: (edges: readonly number[]) => (values: ArrayLike<number>) => Float64Array,
): (values: ArrayLike<number>) => UpdateMetrics {
  const sharesOf = counting(edges);
  const labels = edges.map((edge) => String(Number(edge.toPrecision(2))));
  const metrics = Array.from({ length: edges.length + 1 }, (_, i) => {
    const [low, high] = [labels[i - 1], labels[i]];
    const bin = low === undefined ? `below_${high}` : high === undefined ? `above_${low}` : `${low}_to_${high}`;
    return `${name}/histogram/${bin}`;
  });
  return (values) => {
    const shares = sharesOf(values);
    return Object.fromEntries(metrics.map((metric, bin) => [metric, shares[bin]!]));
  };
}
