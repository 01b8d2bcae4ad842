import { mean, sampleStd } from "./statistics.js";

/** A quantity of one run over its steps, steps ascending. */
export interface Series {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** A quantity over the seeds. */
export interface Curve {
  readonly seeds: number;
  /** Environment steps, ascending. */
  readonly steps: readonly number[];
  /** Mean over the seeds. */
  readonly mean: readonly number[];
  /** Sample standard deviation over the seeds; null for one seed. */
  readonly std: readonly number[] | null;
  /** Of the seeds. */
  readonly min: readonly number[];
  readonly max: readonly number[];
}

const MOST_POINTS = 200;

/**
 * Mean and standard deviation over runs on a common grid: every step at which one of them was measured, within what all
 * of them cover; evenly spaced if that would be more than `mostPoints`. Between its measurements a run is linear.
 * null if there is no run, or nothing that all of them cover.
 */
export function commonCurve(runs: readonly Series[], mostPoints = MOST_POINTS): Curve | null {
  if (runs.length === 0) return null;
  const first = Math.max(...runs.map(({ steps }) => steps[0] ?? Number.POSITIVE_INFINITY));
  const last = Math.min(...runs.map(({ steps }) => steps.at(-1) ?? Number.NEGATIVE_INFINITY));
  const measured = new Set(runs.flatMap(({ steps }) => steps.filter((step) => step >= first && step <= last)));
  if (measured.size === 0) return null;
  const steps =
    measured.size <= mostPoints ? [...measured].sort((a, b) => a - b) : evenlySpaced(first, last, mostPoints);
  const values = runs.map((run) => interpolate(run, steps));
  const columns = steps.map((_, i) => values.map((row) => row[i] ?? Number.NaN));
  return {
    seeds: runs.length,
    steps,
    mean: columns.map(mean),
    std: runs.length < 2 ? null : columns.map((column) => sampleStd(column) ?? 0),
    min: columns.map((column) => Math.min(...column)),
    max: columns.map((column) => Math.max(...column)),
  };
}

/** A run's values at ascending steps, linear between measurements and constant beyond them. NaN of a run without any. */
export function interpolate({ steps, values }: Series, at: readonly number[]): number[] {
  let next = 0;
  return at.map((step) => {
    while (next < steps.length && (steps[next] ?? step) < step) next++;
    const right = values[next];
    const left = values[next - 1];
    if (right === undefined || steps[next] === step) return right ?? left ?? Number.NaN;
    if (left === undefined) return right;
    const [from, to] = [steps[next - 1] ?? step, steps[next] ?? step];
    return left + ((right - left) * (step - from)) / (to - from);
  });
}

const evenlySpaced = (first: number, last: number, count: number) =>
  Array.from({ length: count }, (_, i) => Math.round(first + ((last - first) * i) / (count - 1)));
