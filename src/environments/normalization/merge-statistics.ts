import type { Snapshot } from "../environment.js";

interface Moments {
  readonly mean: Float64Array;
  /** Sums of squared deviations from the mean. */
  readonly squares: Float64Array;
  readonly count: number;
}

/**
 * The statistics of all that was seen by several who went on from `base` separately: states of `RunningStatistics`. What
 * each has seen since follows from the pairwise formula of Chan, Golub & LeVeque (1979) solved for one of the two; theirs
 * are then added to the base in this order.
 */
export function mergeStatistics(base: Snapshot, parts: readonly Snapshot[]): Snapshot {
  const from = base as unknown as Moments;
  let merged = from;
  for (const part of parts) merged = add(merged, subtract(part as unknown as Moments, from));
  return { mean: merged.mean.slice(), squares: merged.squares.slice(), count: merged.count };
}

/** What was seen in `all` but not in `before`. */
function subtract(all: Moments, before: Moments): Moments {
  const count = all.count - before.count;
  if (before.count === 0 || count === 0) return { ...all, count };
  const mean = all.mean.map((value, i) => before.mean[i]! + ((value - before.mean[i]!) * all.count) / count);
  const squares = all.squares.map((value, i) => {
    const delta = mean[i]! - before.mean[i]!;
    // rounding could make less than nothing of very little
    return Math.max(0, value - before.squares[i]! - (delta * delta * before.count * count) / all.count);
  });
  return { mean, squares, count };
}

function add(a: Moments, b: Moments): Moments {
  if (b.count === 0) return a;
  const count = a.count + b.count;
  const mean = a.mean.map((value, i) => value + ((b.mean[i]! - value) * b.count) / count);
  const squares = a.squares.map((value, i) => {
    const delta = b.mean[i]! - a.mean[i]!;
    return value + b.squares[i]! + (delta * delta * a.count * b.count) / count;
  });
  return { mean, squares, count };
}
