import * as v from "valibot";
import { number } from "../../options.js";

/** An option that is a number. */
export const weight = (value: number) => v.optional(number(), value);

/** An option that is a number and not negative. */
export const scale = (value: number) => v.optional(number(0), value);

export const flag = (value: boolean) => v.optional(v.boolean(), value);

/** An option that is an interval, infinite ends included. */
export const range = (low: number, high: number) =>
  v.optional(
    v.pipe(
      v.tuple([v.number(), v.number()]),
      v.check(([from, to]) => from < to, "Use [low, high] with low < high"),
      v.readonly(),
    ),
    [low, high],
  );
