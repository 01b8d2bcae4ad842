import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { UsageError } from "../../src/errors.js";
import { resultsFolder } from "./folders.js";

/** `<folder>/<name>.jsonl`. Throws a UsageError for a name that cannot be one. */
export function resultsFile(name: string, folder = resultsFolder): string {
  if (/^[\w.-]+$/.test(name)) return join(folder, `${name}.jsonl`);
  throw new UsageError({
    code: "bench-invalid-name",
    message: `"${name}" cannot name a results file.`,
    fix: "Use letters, digits, dots, dashes and underscores.",
  });
}

/** The lines of a results file. Cuts off a last line that an interrupted writer left unfinished. */
export function readRecords<Line>(file: string): Line[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole < bytes.length) truncateSync(file, whole);
  const lines = bytes.subarray(0, whole).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line): Line => JSON.parse(line));
}

export function appendRecord(file: string, record: object): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(record)}\n`);
}

/** A line of a results file: what was measured (`key`), and what came out. */
export interface Recorded<Result> {
  readonly key: object;
  readonly finishedAt: string;
  readonly result: Result;
}

/** Measures and keeps the result, or takes it from the results file if it was measured before under an equal key. */
export async function recorded<Result>(
  name: string,
  key: object,
  measure: () => Promise<Result>,
  folder = resultsFolder,
): Promise<Result> {
  const file = resultsFile(name, folder);
  const plainKey: object = JSON.parse(JSON.stringify(key));
  const earlier = readRecords<Recorded<Result>>(file).find((record) => isDeepStrictEqual(record.key, plainKey));
  if (earlier) return earlier.result;
  const result = await measure();
  appendRecord(file, { key: plainKey, finishedAt: new Date().toISOString(), result } satisfies Recorded<Result>);
  return result;
}
