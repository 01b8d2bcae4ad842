import type { Rows } from "./messages.js";

/** One iteration's measurements by name. */
export interface Measured {
  readonly steps: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Iterations as two arrays, which a worker can hand over without copying. */
export function rowsOf(measured: readonly Measured[]): Rows {
  const places = new Map<string, number>();
  for (const { metrics } of measured) for (const name in metrics) if (!places.has(name)) places.set(name, places.size);
  const values = new Float64Array(measured.length * places.size).fill(Number.NaN);
  for (const [row, { metrics }] of measured.entries()) {
    for (const name in metrics) {
      values[row * places.size + (places.get(name) as number)] = metrics[name] as number;
    }
  }
  return { names: [...places.keys()], steps: Float64Array.from(measured, ({ steps }) => steps), values };
}
