import { logHistogram, weightStatistics } from "../rollout/index.js";
import type { UpdateMetrics } from "./algorithm.js";
import { histogramMetrics } from "./histogram-metrics.js";

/** Products of ratios leave any narrower range. */
const weightHistogram = histogramMetrics("weights", [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1e3, 1e4], logHistogram);

/** What a report tells of trajectory weights, given as logarithms [count]. */
export function weightMetrics(logWeights: Float64Array): UpdateMetrics {
  const { effectiveShare, mean, max, largestShare, logMean, logStd, logQuantiles } = weightStatistics(logWeights);
  const [low, q05, median, q95, high] = logQuantiles as [number, number, number, number, number];
  return {
    "weights/effective_share": effectiveShare,
    "weights/mean": mean,
    "weights/max": max,
    "weights/largest_share": largestShare,
    "weights/log_mean": logMean,
    "weights/log_std": logStd,
    "weights/log_min": low,
    "weights/log_quantile_05": q05,
    "weights/log_quantile_50": median,
    "weights/log_quantile_95": q95,
    "weights/log_max": high,
    ...weightHistogram(logWeights),
  };
}
