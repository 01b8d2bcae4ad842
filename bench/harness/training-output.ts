import { RunError } from "../../src/errors.js";
import type { JsonObject } from "./child.js";

/** The number at a dotted path of a child's output. Throws a RunError where there is none. */
export function numberAt(output: JsonObject, path: string): number {
  const value = path.split(".").reduce<unknown>((inner, key) => (inner as JsonObject | null)?.[key], output);
  if (typeof value === "number") return value;
  throw new RunError({
    code: "bench-unexpected-output",
    message: `A child's output has no number "${path}": ${JSON.stringify(output)}.`,
    fix: "Let the child and the bench agree on the name.",
  });
}

/** Mean return of the final evaluation. */
export const evaluationMean = (output: JsonObject): number => numberAt(output, "evaluation.mean");

/** A metric's values of all iterations, in order. Throws a RunError where it was not asked for. */
export function seriesOf({ series }: JsonObject, metric: string): readonly number[] {
  const values = (series as { readonly [name: string]: readonly number[] } | undefined)?.[metric];
  if (values) return values;
  throw new RunError({
    code: "bench-unexpected-output",
    message: `A child's output has no series "${metric}".`,
    fix: "Name the metric in the child's settings.",
  });
}

/** The last half of a series. */
export const lastHalf = (values: readonly number[]): readonly number[] => values.slice(values.length >> 1);
