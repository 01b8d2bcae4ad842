import { RunError, UsageError } from "../../errors.js";

/** Counts of values in buckets, and their moments. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** Right end of every bucket; the first begins at `min`, the last ends at `max` and includes it. */
  readonly bucketLimits: Float64Array;
  readonly bucketCounts: Float64Array;
}

/**
 * Thirty buckets of equal width between the least and the greatest value, as TensorBoard draws them.
 * @throws UsageError when there are no values, RunError when one is not finite
 */
export function histogramOf(values: ArrayLike<number>, buckets = 30): Histogram {
  if (values.length === 0) {
    throw new UsageError({
      code: "empty-histogram",
      message: "A histogram was asked of 0 values.",
      fix: "Give at least one value.",
    });
  }
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let sumOfSquares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) {
      throw new RunError({
        code: "non-finite-histogram",
        message: `A histogram was asked of values of which number ${i} is ${value}.`,
        fix: "Find out where the value comes from; training must not go on with it.",
      });
    }
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    sumOfSquares += value * value;
  }
  const bucketLimits = new Float64Array(buckets).fill(max);
  for (let i = 0; i + 1 < buckets; i++) {
    const fraction = (i + 1) / buckets;
    // Weighted ends, because `max − min` may overflow; clamped, because rounding may leave the range or its order.
    const limit = min * (1 - fraction) + max * fraction;
    bucketLimits[i] = Math.min(max, Math.max(limit, i > 0 ? bucketLimits[i - 1]! : min));
  }
  const bucketCounts = new Float64Array(buckets);
  for (let i = 0; i < values.length; i++) bucketCounts[bucketOf(values[i]!, bucketLimits)]! += 1;
  return { min, max, count: values.length, sum, sumOfSquares, bucketLimits, bucketCounts };
}

/** The first bucket whose limit is greater than `value`; the last one includes its limit. */
function bucketOf(value: number, limits: Float64Array): number {
  let low = 0;
  let high = limits.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < limits[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
