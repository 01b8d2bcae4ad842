import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COLORS, figureConfig } from "../../src/comparison/figure-style.js";
import { writeFigure } from "../harness/figure.js";

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
export function drawTracking(path: string, curves: readonly Curve[]): Promise<void> {
  const lines = curves.map(({ name, rows }) => ({ name, points: over(rows, minutesOf, "episode/linear_velocity") }));
  return drawLines(path, lines, { across: "minutes of training", up: "linear tracking", highest: 1 });
}

const LEVEL = "episode/terrain_level_";

/** Mean level of each kind of terrain over a run's steps; there are `levels` of each. */
export function drawLevels(path: string, folder: string, levels: number): Promise<void> {
  const rows = metricsOf(folder);
  const names = Object.keys(rows.at(-1) ?? {}).filter((name) => name.startsWith(LEVEL));
  const lines = names.map((name) => ({
    name: name.slice(LEVEL.length).replaceAll("_", " "),
    points: over(rows, ({ step }) => step / 1e6, name),
  }));
  return drawLines(path, lines, { across: "million steps of training", up: "mean level", highest: levels - 1 });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** More points of a line than these would only make the file larger. */
const POINTS = 400;

function over(rows: readonly MetricsRow[], across: (row: MetricsRow) => number, metric: string): readonly Point[] {
  const every = Math.ceil(rows.length / POINTS);
  const thinned = rows.filter((row, i) => i % every === 0 && Number.isFinite(row[metric]));
  return thinned.map((row) => ({ x: across(row), y: row[metric] ?? 0 }));
}

interface Line {
  readonly name: string;
  readonly points: readonly Point[];
}

interface Axes {
  /** What x and y count, both from 0. */
  readonly across: string;
  readonly up: string;
  readonly highest: number;
}

function drawLines(path: string, lines: readonly Line[], { across, up, highest }: Axes): Promise<void> {
  const names = lines.map(({ name }) => name);
  const values = lines.flatMap(({ name, points }) => points.map((point) => ({ name, ...point })));
  const last = Math.max(...values.map(({ x }) => x));
  return writeFigure(path, {
    config: figureConfig,
    background: "white",
    padding: 16,
    width: 640,
    height: 280,
    data: { values },
    mark: { type: "line", strokeWidth: 1.5, strokeJoin: "round" },
    encoding: {
      x: {
        field: "x",
        type: "quantitative",
        title: across,
        axis: { tickCount: 10, tickMinStep: 1 },
        scale: { domain: [0, last], nice: false },
      },
      y: { field: "y", type: "quantitative", title: up, axis: { tickCount: 10 }, scale: { domain: [0, highest] } },
      stroke: {
        field: "name",
        type: "nominal",
        title: null,
        scale: { domain: names, range: names.map((_, i) => COLORS[i % COLORS.length]) },
      },
    },
  });
}
