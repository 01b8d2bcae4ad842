import { UsageError } from "../errors.js";
import { describeValue } from "../spaces/index.js";

/**
 * Throws UsageError `invalid-environment` unless what an environment was made with is an object of plain data, which can be
 * written to a checkpoint and compared: objects, arrays, texts, booleans, null, and numbers other than NaN. A key that is
 * undefined counts as left out.
 */
export function validateSettings(id: string, settings: unknown): void {
  const problem = isPlainObject(settings)
    ? findUnplain(settings, "settings", [])
    : { path: "settings", value: settings };
  if (problem === undefined) return;
  throw new UsageError({
    code: "invalid-environment",
    message: `Environment "${id}" has ${problem.path} that is ${problem.inside ? "part of itself" : describe(problem.value)}.`,
    fix: "Give plain data, as JSON has it: an object of texts, numbers, booleans, null, arrays and such objects.",
  });
}

interface Problem {
  readonly path: string;
  readonly value: unknown;
  readonly inside?: boolean;
}

/** `around`: the objects that hold `value`. */
function findUnplain(value: unknown, path: string, around: readonly unknown[]): Problem | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isNaN(value) ? { path, value } : undefined;
  if (!Array.isArray(value) && !isPlainObject(value)) return { path, value };
  if (around.includes(value)) return { path, value, inside: true };
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined && !Array.isArray(value)) continue;
    const problem = findUnplain(entry, `${path}.${key}`, [...around, value]);
    if (problem) return problem;
  }
  return undefined;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // of another realm as well, such as a worker's or a test's
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  const name =
    typeof value === "object" && value !== null && !Array.isArray(value) ? value.constructor?.name : undefined;
  return name !== undefined && name !== "Object" ? `a ${name}` : describeValue(value);
}
