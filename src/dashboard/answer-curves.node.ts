import * as v from "valibot";
import { encodeCurves } from "./encode-curves.js";
import type { MetricsTable } from "./metrics-table.js";
import { type Curve, reduceCurves } from "./reduce-series.js";
import type { RunIndex } from "./run-index.node.js";
import { smooth } from "./smooth.js";

/** What a chart asks for. */
export const curvesRequest = v.object({
  curves: v.pipe(v.array(v.object({ run: v.string(), metric: v.string() })), v.maxLength(20_000)),
  /** Environment steps, or seconds of collecting and learning. */
  x: v.picklist(["steps", "seconds"]),
  /** The part to show; all of it without. */
  from: v.optional(v.number()),
  to: v.optional(v.number()),
  /** As many as there are pixels, at most. */
  intervals: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4000)),
  /** Metrics of the same runs that will be asked for next, so that files are read once for all. */
  others: v.optional(v.pipe(v.array(v.string()), v.maxLength(50))),
  smoothing: v.pipe(v.number(), v.minValue(0), v.maxValue(0.999)),
});

export type CurvesRequest = v.InferOutput<typeof curvesRequest>;

export function answerCurves(index: RunIndex, request: CurvesRequest): Uint8Array<ArrayBuffer> {
  const common = [...(request.x === "seconds" ? TIMES : []), ...(request.others ?? [])];
  const wanted = new Map<string, string[]>();
  for (const { run, metric } of request.curves) {
    const metrics = wanted.get(run);
    if (metrics) metrics.push(metric);
    else wanted.set(run, [...common, metric]);
  }
  const { entries, pending } = index.metricsOf(wanted);
  const tables = new Map(Array.from(wanted.keys(), (id, i) => [id, entries[i]?.metrics?.table]));
  const curves = request.curves.map(({ run, metric }) => curveOf(tables.get(run), metric, request));
  const ends = curves.flatMap(({ x }) => (x.length > 0 ? [x[0] as number, x.at(-1) as number] : []));
  const extent = ends.length > 0 ? ([minimum(ends), maximum(ends)] as const) : null;
  const range = { from: request.from ?? extent?.[0] ?? 0, to: request.to ?? extent?.[1] ?? 0 };
  return encodeCurves(reduceCurves(curves, range, request.intervals), { pending, extent });
}

const TIMES = ["time/environment", "time/policy", "time/learner"];

const nothing: Curve = { x: new Float64Array(0), y: new Float32Array(0) };

function curveOf(table: MetricsTable | undefined, metric: string, request: CurvesRequest): Curve {
  const values = table?.column(metric);
  if (table === undefined || values === undefined) return nothing;
  const x = request.x === "steps" ? table.steps : secondsOf(table);
  return x === undefined ? nothing : { x, y: smooth(values, request.smoothing) };
}

/** What a run has spent collecting and learning, by row; ascending, whatever a broken line left out. */
function secondsOf(table: MetricsTable): Float64Array | undefined {
  const parts = TIMES.map((name) => table.column(name));
  if (parts.some((part) => part === undefined)) return undefined;
  const seconds = new Float64Array(table.rows);
  let last = 0;
  for (let row = 0; row < seconds.length; row++) {
    const sum = parts.reduce((total, part) => total + (part as Float32Array)[row]!, 0);
    if (sum > last) last = sum;
    seconds[row] = last;
  }
  return seconds;
}

// Without spreading, which many runs would overflow.
const minimum = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b));
const maximum = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b));
