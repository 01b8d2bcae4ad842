import { UsageError } from "../errors.js";
import type { ComparedPair, ComparedRun, PairPlan } from "./comparison.js";

/** A pair of the comparison as it stands: what is planned, and what has become of its seeds. */
export interface PairState {
  readonly plan: PairPlan;
  notApplicable: string | null;
  /** By seed. */
  readonly runs: Map<number, ComparedRun>;
  /** Whether it is one of those asked for now. */
  readonly wanted: boolean;
}

/**
 * A plan laid over what a folder holds: pairs and seeds that are there stay, others are added.
 * Throws UsageError `comparison-differs` that names the first setting in which a pair there differs.
 */
export function mergePlan(
  folder: string,
  saved: readonly ComparedPair[],
  planned: readonly PairPlan[],
  seeds: number,
): PairState[] {
  const states = saved.map(({ runs, notApplicable, summary: _, curves: __, ...plan }): PairState => {
    const wanted = planned.some((other) => samePair(other, plan));
    return {
      plan,
      wanted,
      // What it was found out with may have changed: it is tried again.
      notApplicable: wanted ? null : notApplicable,
      runs: new Map(runs.map((run) => [run.seed, run])),
    };
  });
  for (const plan of planned) {
    let state = states.find((other) => samePair(other.plan, plan));
    if (state) requireSamePlan(folder, state.plan, plan);
    else {
      state = { plan, notApplicable: null, runs: new Map(), wanted: true };
      states.push(state);
    }
    for (let seed = 1; seed <= seeds; seed++) {
      if (!state.runs.has(seed)) state.runs.set(seed, { seed, status: "pending" });
    }
  }
  return states;
}

const samePair = (a: PairPlan, b: PairPlan) => a.environment === b.environment && a.algorithm === b.algorithm;

function requireSamePlan(folder: string, saved: PairPlan, planned: PairPlan): void {
  const [theirs, ours] = [settingsOf(saved), settingsOf(planned)];
  const keys = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
  const key = [...keys].find((name) => JSON.stringify(theirs[name]) !== JSON.stringify(ours[name]));
  if (key === undefined) return;
  throw new UsageError({
    code: "comparison-differs",
    message: `In ${folder}, ${saved.algorithm} is trained on ${saved.environment} with ${key} ${show(theirs[key])}, not ${show(ours[key])}.`,
    fix: "Give what it was, choose another folder (--out), or replace the comparison (--overwrite).",
  });
}

const settingsOf = ({ options, totalSteps, module }: PairPlan): Readonly<Record<string, unknown>> => ({
  "a number of steps of": totalSteps,
  module,
  ...options,
});

const show = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));
