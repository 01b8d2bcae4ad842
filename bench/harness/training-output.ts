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
