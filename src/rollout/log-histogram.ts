/**
 * Counts by bins between `edges`, rising, of which there is one more than edges: below the first, …, from the last on;
 * every bin includes its lower edge. Returns a function of values, given as their logarithms, to the shares of the bins.
 */
export function logHistogram(edges: readonly number[]): (logs: ArrayLike<number>) => Float64Array {
  const limits = Float64Array.from(edges, Math.log);
  return (logs) => {
    const shares = new Float64Array(limits.length + 1);
    for (let i = 0; i < logs.length; i++) {
      let bin = 0;
      while (bin < limits.length && logs[i]! >= limits[bin]!) bin++;
      shares[bin]!++;
    }
    for (let bin = 0; bin < shares.length; bin++) shares[bin]! /= logs.length;
    return shares;
  };
}
