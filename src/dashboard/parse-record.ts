import type { MetricsRecord } from "../training/index.js";

/** One line of a metrics file; undefined for what is none. Numbers that JSON cannot say stand there as strings. */
export function parseRecord(line: string): MetricsRecord | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
  const { step, ...values } = parsed as Record<string, unknown>;
  if (typeof step !== "number" || !(step >= 0)) return undefined;
  for (const name in values) {
    const value = values[name];
    if (typeof value === "number") continue;
    if (value !== "NaN" && value !== "Infinity" && value !== "-Infinity") return undefined;
    values[name] = Number(value);
  }
  return { step, values: values as Record<string, number> };
}
