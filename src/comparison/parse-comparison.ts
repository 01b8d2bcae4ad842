import * as v from "valibot";
import { RunError } from "../errors.js";
import type { ComparedPair, Comparison } from "./comparison.js";

const seed = v.number();
const run = v.variant("status", [
  v.object({ seed, status: v.literal("pending") }),
  v.object({
    seed,
    status: v.literal("finished"),
    steps: v.number(),
    return: v.number(),
    returnStd: v.number(),
    episodes: v.number(),
    trainingSeconds: v.number(),
    stepsPerSecond: v.number(),
    stepsToThreshold: v.nullable(v.number()),
  }),
  v.object({ seed, status: v.literal("failed"), code: v.string(), message: v.string(), fix: v.string() }),
]);

const schema = v.object({
  format: v.literal(1),
  pairs: v.array(
    v.object({
      environment: v.string(),
      module: v.nullable(v.string()),
      threshold: v.nullable(v.number()),
      algorithm: v.string(),
      options: v.record(v.string(), v.unknown()),
      totalSteps: v.number(),
      notApplicable: v.nullable(v.string()),
      runs: v.array(run),
    }),
  ),
});

/** The comparison in a file's text; summaries and curves, which follow from the runs, are left out. Throws RunError `comparison-corrupt`. */
export function parseComparison(text: string, path: string): Comparison {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw corrupt(path, "is not JSON", cause);
  }
  const result = v.safeParse(schema, parsed);
  if (!result.success) {
    const [issue] = result.issues;
    throw corrupt(path, `is not what a comparison writes: ${v.getDotPath(issue) ?? "it"} is ${issue.received}`);
  }
  const pairs = result.output.pairs.map(
    (pair): ComparedPair => ({ ...pair, summary: null, curves: { evaluation: null, training: null } }),
  );
  return { format: 1, pairs };
}

const corrupt = (path: string, problem: string, cause?: unknown) =>
  new RunError({
    code: "comparison-corrupt",
    message: `${path} ${problem}.`,
    fix: "Restore it from a backup, or name another folder (--out).",
    cause,
  });
