import * as v from "valibot";
import { number, positive } from "../options.js";

/** A constant, or a value that moves linearly from the start of training to its end. */
export type Schedule = number | { readonly from: number; readonly to: number };

const kinds = "Use a number, or { from, to } for one that moves linearly over training";

/** Checks a schedule whose values lie in a range. */
export const schedule = (minimum = 0, maximum = Number.POSITIVE_INFINITY) =>
  v.union(
    [number(minimum, maximum), v.strictObject({ from: number(minimum, maximum), to: number(minimum, maximum) })],
    kinds,
  );

/** Checks a schedule of values above 0, up to a maximum; one that falls may end at 0. */
export const positiveSchedule = (maximum = Number.POSITIVE_INFINITY) => {
  const aboveZero = v.pipe(positive(), v.maxValue(maximum, `Use ${maximum} or less`));
  return v.union([aboveZero, v.strictObject({ from: aboveZero, to: number(0, maximum) })], kinds);
};

/** The value at `progress`, from 0 (the first update) to 1 (the end of training). */
export function scheduledValue(value: Schedule, progress: number): number {
  return typeof value === "number" ? value : value.from + (value.to - value.from) * Math.min(1, progress);
}
