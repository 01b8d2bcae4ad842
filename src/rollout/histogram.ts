/**
 * Counts by bins between `edges`, rising, of which there is one more than edges: below the first, …, from the last on;
 * every bin includes its lower edge. Returns a function of values to the shares of the bins.
 */
export function histogram(edges: readonly number[]): (values: ArrayLike<number>) => Float64Array {
  return (values) => {
    const shares = new Float64Array(edges.length + 1);
    for (let i = 0; i < values.length; i++) {
      let bin = 0;
      while (bin < edges.length && values[i]! >= edges[bin]!) bin++;
      shares[bin]!++;
    }
    for (let bin = 0; bin < shares.length; bin++) shares[bin]! /= values.length;
    return shares;
  };
}

/** The same of values that are given as their logarithms, by edges that are not. */
export const logHistogram = (edges: readonly number[]) => histogram(edges.map(Math.log));
