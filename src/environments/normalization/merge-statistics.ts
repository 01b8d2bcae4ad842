import type { Snapshot } from "../environment.js";

/** A state of `RunningStatistics`; null where nothing is counted, or nothing was yet. */
type Moments = {
  readonly mean: Float64Array;
  /** Sums of squared deviations from the mean. */
  readonly squares: Float64Array;
  readonly count: number;
} | null;

/** What was seen in `now` but not in `before`: the pairwise formula of Chan, Golub & LeVeque (1979) solved for one of the two. */
export function statisticsSince(before: Snapshot, now: Snapshot): Snapshot {
  return subtract(now as unknown as Moments, before as unknown as Moments);
}

/** The statistics of all that `base` and the `others` have seen, added in this order. */
export function mergeStatistics(base: Snapshot, others: readonly Snapshot[]): Snapshot {
  return (others as unknown as readonly Moments[]).reduce(add, base as unknown as Moments);
}

function subtract(all: Moments, before: Moments): Moments {
  if (all === null || before === null || before.count === 0) return all;
  const count = all.count - before.count;
  if (count === 0) return { ...all, count };
  const mean = all.mean.map((value, i) => before.mean[i]! + ((value - before.mean[i]!) * all.count) / count);
  const squares = all.squares.map((value, i) => {
    const delta = mean[i]! - before.mean[i]!;
    // rounding could make less than nothing of very little
    return Math.max(0, value - before.squares[i]! - (delta * delta * before.count * count) / all.count);
  });
  return { mean, squares, count };
}

function add(a: Moments, b: Moments): Moments {
  if (a === null) return b;
  if (b === null || b.count === 0) return a;
  const count = a.count + b.count;
  const mean = a.mean.map((value, i) => value + ((b.mean[i]! - value) * b.count) / count);
  const squares = a.squares.map((value, i) => {
    const delta = b.mean[i]! - a.mean[i]!;
    return value + b.squares[i]! + (delta * delta * a.count * b.count) / count;
  });
  return { mean, squares, count };
}
