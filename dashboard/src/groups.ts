import type { RunSummary } from "../../src/dashboard/index.js";

/** Runs that are drawn as one curve. */
export interface Group {
  readonly key: string;
  readonly label: string;
  readonly runs: readonly RunSummary[];
  /** Index of its color, and of its dashes where there are more groups than colors. */
  readonly color: number;
  readonly dash: number;
}

const COLORS = 7;

/** Runs by what they are drawn as: those that only differ in their seed `together`, or each by itself. */
export function groupRuns(runs: readonly RunSummary[], together: boolean): Group[] {
  const byKey = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const key = together ? run.group : run.id;
    byKey.set(key, [...(byKey.get(key) ?? []), run]);
  }
  const differing = differences(Array.from(byKey.values(), ([first]) => first as RunSummary));
  return Array.from(byKey, ([key, members], i) => ({
    key,
    runs: members,
    label:
      together && members.length > 1
        ? `${describe(members[0] as RunSummary, differing)} (${members.length})`
        : (members[0] as RunSummary).id,
    color: i % COLORS,
    dash: Math.floor(i / COLORS) % 3,
  }));
}

/** Names of options that are not the same in all these runs. */
export function differences(runs: readonly RunSummary[]): string[] {
  const names = new Set(runs.flatMap(({ options }) => Object.keys(options)));
  return [...names].filter((name) => runs.some(({ options }) => options[name] !== runs[0]?.options[name])).sort();
}

function describe({ environment, algorithm, options }: RunSummary, differing: readonly string[]): string {
  const few = differing.filter((name) => options[name] !== undefined).slice(0, 3);
  return [environment, algorithm, ...few.map((name) => `${name}=${options[name]}`)].join(" ");
}

/** What a filter leaves over: every word must stand somewhere in a run's name, settings or status. */
export function filterRuns(runs: readonly RunSummary[], filter: string): readonly RunSummary[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return runs;
  return runs.filter((run) => {
    const text = textOf(run);
    return words.every((word) => text.includes(word));
  });
}

const texts = new WeakMap<RunSummary, string>();

function textOf(run: RunSummary): string {
  let text = texts.get(run);
  if (text === undefined) {
    const { id, environment, algorithm, seed, status, options } = run;
    const settings = Object.entries(options).map(([name, value]) => `${name}=${value}`);
    text = [id, environment, algorithm, `seed=${seed}`, status, ...settings].join(" ").toLowerCase();
    texts.set(run, text);
  }
  return text;
}
