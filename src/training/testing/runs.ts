import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Report, TrainingRun } from "../index.js";

/** A folder that is removed after the tests of a file, and a way to name runs in it. */
export function temporaryRuns(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "proximal-training-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}

/** The first `iterations` reports of a run, which is then left by `break`; all, without a number. */
export async function reportsOf(run: TrainingRun, iterations = Number.POSITIVE_INFINITY): Promise<Report[]> {
  const reports: Report[] = [];
  for await (const report of run) {
    reports.push(report);
    if (reports.length === iterations) break;
  }
  return reports;
}
