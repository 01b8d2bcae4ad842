import type { EnvironmentDefinition } from "../environments/index.js";
import { UsageError } from "../errors.js";

/** What of an environment must be the same for a checkpoint to go on: what its maker says of it; undefined where it says nothing. */
export const describeTask = ({ settings }: EnvironmentDefinition): string | undefined =>
  settings && JSON.stringify(settings, (_key, value) => (isInfinite(value) ? String(value) : value));

/** JSON has no such numbers. */
const isInfinite = (value: unknown): boolean => value === Infinity || value === -Infinity;

/**
 * Throws UsageError `wrong-environment` that names the first setting in which an environment differs from its checkpoint's.
 * Settings that the checkpoint does not have are not compared: a later version may have added them.
 */
export function requireSameTask(folder: string, definition: EnvironmentDefinition, saved: string | undefined): void {
  const now = describeTask(definition);
  // Whoever does not say what it is, or did not, cannot be compared.
  if (now === undefined || saved === undefined) return;
  const difference = firstDifference(JSON.parse(now), JSON.parse(saved), []);
  if (difference === undefined) return;
  const { path, ours, theirs } = difference;
  throw new UsageError({
    code: "wrong-environment",
    message: `${definition.id} has ${path.join(".")} ${show(ours)}, but ${folder} was trained with ${show(theirs)}.`,
    fix: "Make the environment as it was, or start a new run from this one's policy (warmStart).",
  });
}

interface Difference {
  readonly path: readonly string[];
  readonly ours: unknown;
  readonly theirs: unknown;
}

function firstDifference(ours: unknown, theirs: unknown, path: readonly string[]): Difference | undefined {
  if (!isObject(ours) || !isObject(theirs) || Array.isArray(ours) !== Array.isArray(theirs)) {
    return Object.is(ours, theirs) ? undefined : { path, ours, theirs };
  }
  // a list is as long as it is, but an object may have got more keys since
  const keys = Array.isArray(ours) ? { ...ours, ...theirs } : theirs;
  for (const key of Object.keys(keys)) {
    const difference = firstDifference(ours[key], theirs[key], [...path, key]);
    if (difference) return difference;
  }
  return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const show = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));
