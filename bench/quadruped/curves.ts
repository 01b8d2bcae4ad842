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

/** Linear tracking in training over minutes, one curve a run. */
export function drawTracking(path: string, curves: readonly Curve[]): void {
  const lines = curves.map(({ name, rows }) => ({ name, points: over(rows, minutesOf, "episode/linear_velocity") }));
  drawLines(path, lines, { across: "minutes of training", highest: 1, ticks: 10 });
}

const LEVEL = "episode/terrain_level_";

/** Mean level of each kind of terrain over a run's steps. */
export function drawLevels(path: string, folder: string): void {
  const rows = metricsOf(folder);
  const names = Object.keys(rows.at(-1) ?? {}).filter((name) => name.startsWith(LEVEL));
  const lines = names.map((name) => ({
    name: name.slice(LEVEL.length).replace("_", " "),
    points: over(rows, ({ step }) => step / 1e6, name),
  }));
  drawLines(path, lines, { across: "million steps of training", highest: 9, ticks: 9 });
}

type Point = readonly [x: number, y: number];

function over(rows: readonly MetricsRow[], across: (row: MetricsRow) => number, metric: string): readonly Point[] {
  const thinned = rows.filter((row, i) => i % Math.ceil(rows.length / WIDTH) === 0 && Number.isFinite(row[metric]));
  return thinned.map((row) => [across(row), row[metric] ?? 0]);
}

interface Line {
  readonly name: string;
  readonly points: readonly Point[];
}

interface Axes {
  /** What x counts, from 0. */
  readonly across: string;
  /** Of y, from 0. */
  readonly highest: number;
  readonly ticks: number;
}

const WIDTH = 760;
const HEIGHT = 320;
const LEFT = 48;
const BOTTOM = 40;
const RIGHT = 100;
const TOP = 12;
const COLORS = ["#2b5c8a", "#c2571a", "#4a7c3a", "#8a4f9e", "#b8860b", "#3a8f8f", "#7a7a7a"];

/** Lines of the same name share a color. */
function drawLines(path: string, lines: readonly Line[], { across, highest, ticks }: Axes): void {
  const names = [...new Set(lines.map(({ name }) => name))];
  const colorOf = (name: string) => COLORS[names.indexOf(name) % COLORS.length];
  const last = Math.max(1, ...lines.map(({ points }) => points.at(-1)?.[0] ?? 0));
  const x = (value: number) => LEFT + ((WIDTH - LEFT - RIGHT) * value) / last;
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / highest);
  const grid = Array.from({ length: ticks + 1 }, (_, i) => (i * highest) / ticks).map(
    (value) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/><text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${Number(value.toFixed(2))}</text>`,
  );
  const marks = Array.from({ length: Math.floor(last) + 1 }, (_, value) => value).map(
    (value) => `<text x="${x(value)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${value}</text>`,
  );
  const paths = lines.map(({ name, points }) => {
    const places = points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`);
    return `<polyline points="${places.join(" ")}" fill="none" stroke="${colorOf(name)}" stroke-width="1.5"/>`;
  });
  const legend = names.map(
    (name, i) => `<text x="${WIDTH - RIGHT + 10}" y="${TOP + 14 + 18 * i}" fill="${colorOf(name)}">${name}</text>`,
  );
  const axis = `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${across}</text>`;
  writeFileSync(
    path,
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>${[...grid, ...marks, ...paths, ...legend, axis].join("")}</svg>\n`,
  );
}
