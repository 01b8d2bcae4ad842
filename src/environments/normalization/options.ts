import { UsageError } from "../../errors.js";
import type { VectorEnvironment } from "../environment.js";
import type { RunningStatistics } from "./running-statistics.js";

export interface NormalizationOptions {
  /** Results are clipped to [−clip, clip]; default 10. */
  readonly clip?: number;
  /** Added to the variance; default 1e-8. */
  readonly epsilon?: number;
  /** Never update the statistics, as in evaluation; default false. */
  readonly frozen?: boolean;
  /** Statistics to share, e.g. those of the training environments; default: new ones. */
  readonly statistics?: RunningStatistics;
}

/** What both normalizers add to a vector. */
export interface Normalized extends VectorEnvironment {
  readonly statistics: RunningStatistics;
  /** Whether steps update the statistics; starts as `!frozen`. */
  training: boolean;
}

/** Throws UsageError `invalid-option` for impossible numbers. */
export function checkPositive(wrapper: string, name: string, value: number, most = Infinity): void {
  if (value > 0 && value <= most) return;
  throw new UsageError({
    code: "invalid-option",
    message: `${wrapper}'s ${name} is ${value}.`,
    fix: most === Infinity ? "Give a number above 0." : `Give a number above 0 and at most ${most}.`,
  });
}

export function checkSize(wrapper: string, statistics: RunningStatistics, size: number): void {
  if (statistics.mean.length === size) return;
  throw new UsageError({
    code: "invalid-option",
    message: `${wrapper}'s statistics are of ${statistics.mean.length} elements, but ${size} are needed.`,
    fix: "Share the statistics of the same environment.",
  });
}
