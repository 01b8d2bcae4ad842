import type { ComparedPair, Comparison } from "./comparison.js";
import { figureFile } from "./run-name.js";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const NONE = "—";

/** The ids of a comparison's environments, in their order. */
export const environmentsOf = ({ pairs }: Comparison): string[] => [
  ...new Set(pairs.map(({ environment }) => environment)),
];

/** The table of one environment: header, then a row for each algorithm. */
export function comparisonTable(pairs: readonly ComparedPair[]): string[][] {
  const threshold = pairs[0]?.threshold ?? null;
  const header = [
    "algorithm",
    "return",
    "seeds",
    "steps",
    ...(threshold === null ? [] : [`steps to ${formatNumber(threshold)}`]),
    "steps/s",
    "training time",
  ];
  return [header, ...pairs.map((pair) => row(pair, threshold !== null))];
}

function row({ algorithm, summary, runs, notApplicable }: ComparedPair, solvable: boolean): string[] {
  const finished = summary?.seeds ?? 0;
  const count = finished === runs.length ? `${finished}` : `${finished} of ${runs.length}`;
  if (!summary) {
    const state = notApplicable !== null ? "not applicable" : runs.some(isFailed) ? "failed" : "not finished";
    return [algorithm, state, count, NONE, ...(solvable ? [NONE] : []), NONE, NONE];
  }
  const { steps, stepsToThreshold, reachedThreshold, stepsPerSecond, trainingSeconds } = summary;
  const reached = `${reachedThreshold} of ${finished}`;
  return [
    algorithm,
    formatReturn(summary.return),
    count,
    whole.format(steps),
    ...(solvable
      ? [stepsToThreshold === null ? `${NONE} (${reached})` : `${whole.format(stepsToThreshold)} (${reached})`]
      : []),
    whole.format(stepsPerSecond),
    formatSeconds(trainingSeconds),
  ];
}

const isFailed = ({ status }: { readonly status: string }) => status === "failed";

/** What kept pairs and runs from a result, and what to do about it, a line each. */
export function comparisonProblems(pairs: readonly ComparedPair[]): string[] {
  return pairs.flatMap(({ environment, algorithm, notApplicable, runs }) => [
    ...(notApplicable === null ? [] : [`${algorithm} is not applicable to ${environment}: ${notApplicable}`]),
    ...runs.flatMap((run) =>
      run.status === "failed"
        ? [`${algorithm} failed on ${environment} with seed ${run.seed}: ${run.message} ${run.fix}`]
        : [],
    ),
  ]);
}

/** How the columns of the tables are to be read. */
export const TABLE_NOTES = [
  "return: mean ± sample standard deviation over the seeds of the final evaluation, 100 greedy episodes each.",
  "steps to a return: median over the seeds, and how many reached it in an evaluation of 20 greedy episodes during training.",
  "steps/s and training time: mean of a run, of collecting and learning; runs side by side share the machine.",
] as const;

/** The whole comparison as a Markdown document; `figures`: whether there are some beside it. */
export function comparisonMarkdown(comparison: Comparison, figures: boolean): string {
  const sections = environmentsOf(comparison).flatMap((environment) => {
    const pairs = comparison.pairs.filter((pair) => pair.environment === environment);
    const problems = comparisonProblems(pairs);
    return [
      `## ${environment}`,
      "",
      ...(figures ? [`![Learning curves on ${environment}](${encodeURI(figureFile(environment, "svg"))})`, ""] : []),
      ...markdownTable(comparisonTable(pairs)),
      "",
      ...problems.map((problem) => `- ${oneLine(problem)}`),
      ...(problems.length > 0 ? [""] : []),
    ];
  });
  return ["# Comparison", "", ...sections, ...TABLE_NOTES.map((note) => `- ${note}`), ""].join("\n");
}

/** The first column is text and to the left, the others are numbers and to the right. */
function markdownTable(rows: readonly (readonly string[])[]): string[] {
  const [header = [], ...body] = alignedCells(rows);
  const rule = header.map((cell, column) =>
    column === 0 ? "-".repeat(cell.length) : `${"-".repeat(cell.length - 1)}:`,
  );
  return [header, rule, ...body].map((cells) => `| ${cells.join(" | ")} |`);
}

/** Cells padded to their column's width. */
export function alignedCells(rows: readonly (readonly string[])[]): string[][] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))),
  );
}

function formatReturn({ mean, std }: { readonly mean: number; readonly std: number | null }): string {
  return std === null ? formatNumber(mean) : `${formatNumber(mean)} ± ${formatNumber(std)}`;
}

/** As many digits as tell returns apart: `-168.2`, `0.953`, `12,345`. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 1000 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function formatSeconds(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return seconds < 6000 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, " ");
