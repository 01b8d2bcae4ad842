import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCheckpoint } from "../run-folder.node.js";

/** Metrics that do not depend on the clock. */
export const timeless = (metrics: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(metrics).filter(([name]) => !name.startsWith("time/")));

/** What a run folder keeps, without what depends on the clock: metrics rows, checkpoint, policy. */
export function contentsOf(folder: string) {
  const { time: _, sinks: __, ...checkpoint } = readCheckpoint(folder, "last") as Record<string, unknown>;
  const lines = readFileSync(join(folder, "metrics.jsonl"), "utf8").trim().split("\n");
  return {
    checkpoint,
    jsonLines: lines.map((line) => timeless(JSON.parse(line))),
    csv: withoutTime(readFileSync(join(folder, "metrics.csv"), "utf8")),
  };
}

function withoutTime(csv: string): string[][] {
  const rows = csv
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const kept = rows[0]!.flatMap((name, column) => (name.startsWith("time/") ? [] : [column]));
  return rows.map((row) => kept.map((column) => row[column]!));
}
