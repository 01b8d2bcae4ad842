/**
 * The shares of values that lie in each bin; `logs` are their logarithms, `edges` the values between bins, rising. There
 * is one bin more than edges: below the first, …, from the last on. Every bin includes its lower edge.
 */
export function logHistogram(logs: ArrayLike<number>, edges: readonly number[]): Float64Array {
  const limits = edges.map(Math.log);
  const counts = new Float64Array(edges.length + 1);
  for (let i = 0; i < logs.length; i++) {
    let bin = 0;
    while (bin < limits.length && logs[i]! >= limits[bin]!) bin++;
    counts[bin]!++;
  }
  return counts.map((count) => count / logs.length);
}
