import type { CurveKind } from "./compare-options.js";
import type { ComparedPair, Comparison } from "./comparison.js";
import { COLORS, DASHES, figureConfig, PALE } from "./figure-style.js";
import { environmentsOf, formatNumber } from "./markdown.js";

const PANEL = { width: 330, height: 220 };

/** A drawing as Vega-Lite describes it, plain data. */
export type FigureSpec = Readonly<Record<string, unknown>>;

/**
 * The learning curves of a comparison, a panel for each of the environments given: mean line and band of one standard
 * deviation over the seeds. null if nothing has been measured on them.
 */
export function figureSpec(
  comparison: Comparison,
  kind: CurveKind,
  environments: readonly string[],
): FigureSpec | null {
  const algorithms = [...new Set(comparison.pairs.map(({ algorithm }) => algorithm))];
  const panels = environments
    .map((environment) => comparison.pairs.filter((pair) => pair.environment === environment))
    .filter((pairs) => pairs.some(({ curves }) => curves[kind]));
  const drawn = algorithms.filter((name) =>
    panels.flat().some(({ algorithm, curves }) => algorithm === name && curves[kind]),
  );
  const first = panels[0];
  if (!first) return null;
  const legend = styleOf(algorithms, drawn);
  const common = { config: figureConfig, background: "white", padding: 16 };
  const subtitle = explain(kind, panels.flat());
  if (panels.length === 1) {
    return {
      ...common,
      ...panel(first, kind, legend, { width: 460, height: 280 }),
      title: title(first[0]?.environment ?? "", subtitle),
    };
  }
  return {
    ...common,
    title: { ...title("Learning curves", subtitle), anchor: "start", offset: 18 },
    columns: panels.length <= 4 ? 2 : 3,
    spacing: { row: 26, column: 30 },
    concat: panels.map((pairs) => ({
      ...panel(pairs, kind, legend, PANEL),
      title: { text: pairs[0]?.environment ?? "", fontSize: 13 },
    })),
    resolve: { scale: { stroke: "shared", strokeDash: "shared", x: "independent", y: "independent" } },
  };
}

interface Style {
  readonly domain: readonly string[];
  readonly colors: readonly (string | undefined)[];
  readonly dashes: readonly (readonly number[] | undefined)[];
}

/** An algorithm looks the same in every figure of a comparison. */
function styleOf(algorithms: readonly string[], drawn: readonly string[]): Style {
  const places = drawn.map((name) => algorithms.indexOf(name));
  return {
    domain: drawn,
    colors: places.map((place) => COLORS[place % COLORS.length]),
    dashes: places.map((place) => DASHES[Math.floor(place / COLORS.length) % DASHES.length]),
  };
}

const title = (text: string, subtitle: string) => ({ text, subtitle });

function explain(kind: CurveKind, pairs: readonly ComparedPair[]): string {
  const counts = pairs.flatMap(({ curves }) => curves[kind]?.seeds ?? []);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const what = kind === "evaluation" ? "return of 20 greedy episodes" : "mean return of the last 100 training episodes";
  if (most === 1) return `${what}; one seed`;
  const seeds = least === most ? `${most}` : `${least} to ${most}`;
  return `${what}; line: mean of ${seeds} seeds, band: ± 1 standard deviation`;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function panel(pairs: readonly ComparedPair[], kind: CurveKind, style: Style, size: Size): FigureSpec {
  const curves = pairs.flatMap(({ algorithm, curves }) => {
    const curve = curves[kind];
    return curve ? [{ algorithm, curve }] : [];
  });
  const values = curves.flatMap(({ algorithm, curve }) =>
    curve.steps.map((steps, i) => {
      const mean = curve.mean[i] ?? 0;
      const std = curve.std?.[i] ?? 0;
      return { algorithm, steps, mean, low: mean - std, high: mean + std };
    }),
  );
  const threshold = pairs[0]?.threshold ?? null;
  const measured = curves.flatMap(({ curve }) => [...curve.min, ...curve.max]);
  const domain = rangeOf(threshold === null ? measured : [...measured, threshold]);
  const x = {
    field: "steps",
    type: "quantitative",
    title: "environment steps",
    axis: { tickCount: 5, labelExpr: "datum.value === 0 ? '0' : format(datum.value, '~s')" },
    scale: { domain: [0, Math.max(...values.map(({ steps }) => steps))], nice: false },
  };
  const y = { type: "quantitative", title: "return", scale: { domain, nice: false, zero: false } };
  const byAlgorithm = (range: readonly unknown[]) => ({
    field: "algorithm",
    type: "nominal",
    title: null,
    scale: { domain: style.domain, range },
  });
  return {
    ...size,
    data: { values },
    layer: [
      // A layer each, because bands in one that is colored by the data would have a say in the legend.
      ...style.domain.map((algorithm, i) => ({
        transform: [{ filter: { field: "algorithm", equal: algorithm } }],
        // Clipped: of what the band covers beyond all measurements, only a little is drawn.
        mark: { type: "area", color: style.colors[i], opacity: 0.15, clip: true },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
      })),
      ...(threshold === null ? [] : solvedAt(threshold, y, size.width)),
      {
        mark: { type: "line", strokeWidth: 2, clip: true, strokeJoin: "round" },
        encoding: {
          x,
          y: { ...y, field: "mean" },
          stroke: byAlgorithm(style.colors),
          strokeDash: byAlgorithm(style.dashes),
        },
      },
    ],
  };
}

/** The return at which the task counts as solved, and a word at its line. */
function solvedAt(threshold: number, y: FigureSpec, width: number): FigureSpec[] {
  const data = { values: [{}] };
  const encoding = { y: { ...y, datum: threshold } };
  return [
    { data, mark: { type: "rule", color: PALE, strokeDash: [3, 3], strokeWidth: 1 }, encoding },
    {
      data,
      mark: {
        type: "text",
        text: `solved at ${formatNumber(threshold)}`,
        color: PALE,
        fontSize: 10,
        align: "right",
        x: width - 4,
        dy: 9,
      },
      encoding,
    },
  ];
}

/** What was measured, and a little air around it. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ) as [number, number];
  const air = high > low ? 0.04 * (high - low) : 1;
  return [low - air, high + air];
}

/** All environments that have curves, which is what the combined figure shows. */
export const drawnEnvironments = (comparison: Comparison, kind: CurveKind): string[] =>
  environmentsOf(comparison).filter((environment) =>
    comparison.pairs.some((pair) => pair.environment === environment && pair.curves[kind]),
  );
