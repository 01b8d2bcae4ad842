import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RunError } from "../errors.js";
import { fileError } from "../files/node.js";
import type { Series } from "./curve.js";

const METRICS = "metrics.jsonl";

/** What of a run's metrics is compared. */
export interface RunSeries {
  readonly evaluation: Series;
  readonly training: Series;
}

/** Whether a run's metrics are (still) there. */
export const hasMetrics = (folder: string): boolean => existsSync(join(folder, METRICS));

/** A run's returns up to a number of steps, by its `metrics.jsonl`. Throws RunError `metrics-corrupt`, or what reading throws. */
export function readSeries(folder: string, mostSteps: number): RunSeries {
  const path = join(folder, METRICS);
  const rows = parseRows(path).filter(({ step }) => (step as number) <= mostSteps);
  return { evaluation: seriesOf(rows, "evaluation/mean_return"), training: seriesOf(rows, "charts/episodic_return") };
}

type Row = Readonly<Record<string, unknown>>;

function parseRows(path: string): Row[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw fileError("read", path, cause);
  }
  return text
    .trimEnd()
    .split("\n")
    .map((line, i) => {
      try {
        const row = JSON.parse(line) as Row;
        if (typeof row.step === "number") return row;
      } catch {
        // Told below.
      }
      throw new RunError({
        code: "metrics-corrupt",
        message: `Line ${i + 1} of ${path} is not a row of metrics.`,
        fix: "Delete the run's folder to have it trained again.",
      });
    });
}

/** A number that JSON cannot say, like NaN, is a string there, and no point of a curve. */
function seriesOf(rows: readonly Row[], name: string): Series {
  const measured = rows.filter((row) => typeof row[name] === "number");
  return { steps: measured.map((row) => row.step as number), values: measured.map((row) => row[name] as number) };
}
