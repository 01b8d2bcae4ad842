import * as v from "valibot";
import { UsageError } from "../errors.js";
import { integer, number, parseOptions } from "../options.js";
import type { RunResult } from "./comparison.js";

export interface CompareOptions {
  /** Names of algorithms. */
  readonly algorithms: readonly string[];
  /** Ids of built-in environments, or paths of modules that export one (`path#name`: which one). */
  readonly environments: readonly string[];
  /** Each pair is trained with seeds 1 to this; default 3. */
  readonly seeds?: number;
  /** Environment steps of every training; default: those of the pair's preset. */
  readonly totalSteps?: number;
  /** The comparison's folder, as `proximal compare --out` keeps it. What is there already is not trained again. */
  readonly out: string;
  /** Replace the comparison in that folder. */
  readonly overwrite?: boolean;
  /** Trainings at once, each in a process of its own; default: as many as the machine has cores. */
  readonly jobs?: number;
  /** Seconds between checkpoints of a training; default 30. */
  readonly checkpointSeconds?: number;
  /** Which curves to draw: of greedy evaluations (default), of the training episodes, or none. */
  readonly curves?: CurveKind | "none";
  /** The options of an algorithm on an environment, from those of its preset, which are the default. Plain JSON. */
  readonly configure?: (algorithm: string, preset: Readonly<Record<string, unknown>>, environment: string) => object;
  /** Abort to stop after the current iterations; the trainings are saved, and the same call goes on with them. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: ComparisonEvent) => void;
}

export type CurveKind = "evaluation" | "training";

/** Which training it is. */
export interface RunName {
  readonly environment: string;
  readonly algorithm: string;
  readonly seed: number;
}

/** What became of a training. */
export type RunOutcome =
  | { readonly kind: "finished"; readonly result: RunResult }
  | { readonly kind: "not-applicable"; readonly reason: string }
  | { readonly kind: "failed"; readonly code: string; readonly message: string; readonly fix: string };

/** What happens while a comparison runs. */
export type ComparisonEvent =
  /** What cannot be done, told once at the start. */
  | { readonly kind: "notice"; readonly text: string }
  /** How far all trainings together are. */
  | { readonly kind: "progress"; readonly steps: number; readonly totalSteps: number }
  /** A training ended: finished, failed, or found not to be applicable. */
  | { readonly kind: "ended"; readonly run: RunName; readonly outcome: RunOutcome }
  /** What a training printed, or a notice of it. */
  | { readonly kind: "output"; readonly run: RunName; readonly text: string };

export interface ResolvedCompareOptions {
  readonly algorithms: readonly string[];
  readonly environments: readonly string[];
  readonly seeds: number;
  readonly totalSteps?: number | undefined;
  readonly out: string;
  readonly overwrite: boolean;
  readonly jobs?: number | undefined;
  readonly checkpointSeconds: number;
  readonly curves: CurveKind | "none";
}

const schema = v.strictObject({
  algorithms: v.array(v.string()),
  environments: v.array(v.string()),
  seeds: v.optional(integer(1), 3),
  totalSteps: v.optional(integer(1)),
  out: v.pipe(v.string(), v.nonEmpty("Give the path of a folder")),
  overwrite: v.optional(v.boolean(), false),
  jobs: v.optional(integer(1)),
  checkpointSeconds: v.optional(number(0), 30),
  curves: v.optional(v.picklist(["evaluation", "training", "none"]), "evaluation"),
});

/**
 * Checks the options of `compare` that are plain data and fills in defaults. Throws UsageError `unknown-option`,
 * `invalid-option`, `nothing-to-compare` for an empty list and `duplicate` for a name given twice.
 */
export function resolveCompareOptions(options: object): ResolvedCompareOptions {
  const resolved = parseOptions("compare", schema, options);
  for (const kind of ["algorithms", "environments"] as const) requireSeveral(kind, resolved[kind]);
  return resolved;
}

function requireSeveral(kind: "algorithms" | "environments", names: readonly string[]): void {
  if (names.length === 0) {
    throw new UsageError({
      code: "nothing-to-compare",
      message: `The list of ${kind} is empty.`,
      fix: `Name one or more ${kind}; \`proximal list\` tells which there are.`,
    });
  }
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw duplicate(kind, twice);
}

export function duplicate(kind: "algorithms" | "environments", name: string): UsageError {
  return new UsageError({
    code: "duplicate",
    message: `"${name}" is twice among the ${kind}.`,
    fix: "Name it once.",
  });
}
