import { UsageError } from "../../errors.js";
import type { SinkPosition } from "./sink.js";

/** Options that all sinks with files share. */
export interface FileSinkOptions {
  /** The `position()` of a checkpoint: the sink goes on exactly there and forgets what was written after it. */
  readonly resumeFrom?: SinkPosition | undefined;
  /** Empty files of an earlier run instead of refusing them. */
  readonly overwrite?: boolean | undefined;
}

/**
 * One number of `resumeFrom`; undefined in a fresh run.
 * @throws UsageError when the position is another sink's
 */
export function positionEntry(resumeFrom: SinkPosition | undefined, key: string, path: string): number | undefined {
  if (!resumeFrom) return undefined;
  const value = Object.hasOwn(resumeFrom, key) ? resumeFrom[key] : undefined;
  if (value === undefined) {
    throw new UsageError({
      code: "metrics-position-missing",
      message: `The checkpoint does not say how far "${path}" was written: it lacks "${key}".`,
      fix: "Resume with the metrics files of the checkpoint's own run, or start new ones without resumeFrom.",
    });
  }
  return value;
}
