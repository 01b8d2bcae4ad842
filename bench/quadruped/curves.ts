import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One line of a run's metrics. */
export interface MetricsRow {
  readonly step: number;
  readonly [metric: string]: number;
}

/** The metrics of a run, as its folder has them. */
export function metricsOf(folder: string): readonly MetricsRow[] {
  const lines = readFileSync(join(folder, "metrics.jsonl"), "utf8").trim().split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as MetricsRow);
}

/** Of collecting and learning, since training began. */
export function minutesOf(row: MetricsRow): number {
  return ((row["time/environment"] ?? 0) + (row["time/policy"] ?? 0) + (row["time/learner"] ?? 0)) / 60;
}

export interface Curve {
  readonly name: string;
  readonly rows: readonly MetricsRow[];
}

const WIDTH = 760;
const HEIGHT = 320;
const LEFT = 48;
const BOTTOM = 40;
const RIGHT = 90;
const TOP = 12;
const COLORS = ["#2b5c8a", "#c2571a", "#4a7c3a"];

/** Linear tracking in training over minutes, one curve a seed, one color a robot. */
export function drawTracking(path: string, curves: readonly Curve[]): void {
  const names = [...new Set(curves.map(({ name }) => name))];
  const last = Math.max(1, ...curves.map(({ rows }) => minutesOf(rows.at(-1) ?? { step: 0 })));
  const x = (minutes: number) => LEFT + ((WIDTH - LEFT - RIGHT) * minutes) / last;
  const y = (tracking: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - tracking);
  const grid = Array.from({ length: 11 }, (_, i) => i / 10).map(
    (value) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/><text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${value.toFixed(1)}</text>`,
  );
  const ticks = Array.from({ length: Math.floor(last) + 1 }, (_, minute) => minute).map(
    (minute) => `<text x="${x(minute)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${minute}</text>`,
  );
  const paths = curves.map(({ name, rows }) => {
    const points = rows
      .filter((row, i) => i % Math.ceil(rows.length / WIDTH) === 0 && Number.isFinite(row["episode/linear_velocity"]))
      .map((row) => `${x(minutesOf(row)).toFixed(1)},${y(row["episode/linear_velocity"] ?? 0).toFixed(1)}`);
    return `<polyline points="${points.join(" ")}" fill="none" stroke="${COLORS[names.indexOf(name) % COLORS.length]}" stroke-width="1.5"/>`;
  });
  const legend = names.map(
    (name, i) =>
      `<text x="${WIDTH - RIGHT + 10}" y="${TOP + 14 + 18 * i}" fill="${COLORS[i % COLORS.length]}">${name}</text>`,
  );
  const axis = `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">minutes of training</text>`;
  writeFileSync(
    path,
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>${[...grid, ...ticks, ...paths, ...legend, axis].join("")}</svg>\n`,
  );
}
