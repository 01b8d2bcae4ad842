import { UsageError } from "../errors.js";

/** Options of an algorithm as plain data. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * Options with `key=value` assignments laid over them. Keys are dotted paths; values are JSON, or else strings.
 * Throws UsageError `invalid-setting` for an assignment without a key or without `=`.
 */
export function withAssignments(options: Settings, assignments: readonly string[]): Settings {
  return assignments.reduce((settings, assignment) => {
    const separator = assignment.indexOf("=");
    const path = assignment.slice(0, separator).split(".");
    if (separator < 1 || path.includes("")) {
      throw new UsageError({
        code: "invalid-setting",
        message: `--set was given "${assignment}", which is not key=value.`,
        fix: "Write for example --set clipRange=0.1 network.hidden=[32,32], after the environment.",
      });
    }
    return assign(settings, path, parseValue(assignment.slice(separator + 1)));
  }, options);
}

function assign(settings: Settings, [key = "", ...rest]: readonly string[], value: unknown): Settings {
  // a computed key is always a property of the object itself, even "__proto__"
  const present = Object.hasOwn(settings, key) ? settings[key] : undefined;
  return { ...settings, [key]: rest.length > 0 ? assign(isObject(present) ? present : {}, rest, value) : value };
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const isObject = (value: unknown): value is Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value);
