import { UsageError } from "../../src/errors.js";
import type { Json, JsonObject, Run } from "./child.js";
import { formatNumber, table } from "./markdown.js";

/** A number to compare. */
export interface Measure {
  readonly label: string;
  /** Dotted path into the programs' output, e.g. `evaluation.mean`; or `processSeconds`. Two paths where the programs name it differently. */
  readonly path: string | { readonly a: string; readonly b: string };
}

/** One run of A and the run of B right after it. */
export interface Pair {
  readonly a: Run;
  readonly b: Run;
}

export interface Spread {
  readonly count: number;
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface MeasureSummary {
  readonly label: string;
  /** `null` where no run measured it (for example a threshold that was never reached). */
  readonly a: Spread | null;
  readonly b: Spread | null;
  /** Of the per-pair ratios A / B: drift of the machine cancels within a pair. */
  readonly ratio: Spread | null;
  /** A / B by pair; `null` where one of the two has no value. */
  readonly ratios: readonly (number | null)[];
}

/**
 * Medians, extremes and per-pair ratios of each measure.
 * @throws UsageError when a path leads nowhere or to something that is neither a number nor null.
 */
export function summarize(pairs: readonly Pair[], measures: readonly Measure[]): MeasureSummary[] {
  return measures.map(({ label, path }) => {
    const [pathA, pathB] = typeof path === "string" ? [path, path] : [path.a, path.b];
    const a = pairs.map((pair) => readNumber(pair.a, pathA));
    const b = pairs.map((pair) => readNumber(pair.b, pathB));
    const ratios = a.map((value, index) => ratio(value, b[index] ?? null));
    return { label, a: spread(a), b: spread(b), ratio: spread(ratios), ratios };
  });
}

/** A Markdown table with one row for each measure. */
export function toMarkdown(
  labelA: string,
  labelB: string,
  pairs: number,
  summaries: readonly MeasureSummary[],
): string {
  return table(
    [`median [min–max] of ${pairs}`, labelA, labelB, `${labelA} / ${labelB}, by pair`],
    summaries.map(({ label, a, b, ratio }) => [label, ...[a, b, ratio].map((value) => formatSpread(value, pairs))]),
  );
}

function readNumber(run: Run, path: string): number | null {
  let value: Json | undefined = path === "processSeconds" ? run.processSeconds : run.output;
  if (path !== "processSeconds") {
    for (const key of path.split(".")) value = isObject(value) ? value[key] : value === null ? null : undefined;
  }
  if (value === null || typeof value === "number") return value;
  throw new UsageError({
    code: "bench-unknown-measure",
    message: `"${path}" is ${value === undefined ? "missing from" : "not a number in"} the output of \`${run.command.join(" ")}\`.`,
    fix: `Use a path to a number; the output has ${Object.keys(run.output).join(", ")}.`,
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}

/** Median and extremes of the values that are there; null where none is. */
export function spread(values: readonly (number | null)[]): Spread | null {
  const sorted = values.filter((value) => value !== null).sort((x, y) => x - y);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  const upper = sorted[middle]!; // not empty
  const median = sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
  return { count: sorted.length, median, minimum: sorted[0]!, maximum: sorted.at(-1)! };
}

export function formatSpread(value: Spread | null, pairs: number): string {
  if (value === null) return "—";
  const partly = value.count < pairs ? ` (${value.count} of ${pairs})` : "";
  return `${formatNumber(value.median)} [${formatNumber(value.minimum)}–${formatNumber(value.maximum)}]${partly}`;
}
