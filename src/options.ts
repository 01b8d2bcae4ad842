import * as v from "valibot";
import { UsageError } from "./errors.js";
import { didYouMean } from "./text.js";

/** The value at a dotted path, for messages. */
function valueAt(input: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    input,
  );
}

const show = (value: unknown): string => {
  if (typeof value === "function") return "a function";
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text === undefined ? String(value) : text.length > 80 ? `${text.slice(0, 77)}…` : text;
};

/** Every key that an object schema knows, at the place of an issue. */
function knownKeys(schema: unknown, path: readonly string[]): string[] {
  type Entries = { entries?: Record<string, unknown>; wrapped?: unknown; options?: unknown[] };
  const unwrap = (s: unknown): Entries[] => {
    const { entries, wrapped, options } = s as Entries;
    if (entries) return [s as Entries];
    return [
      ...(wrapped ? unwrap(wrapped) : []),
      ...(options ?? []).flatMap((o) => (typeof o === "object" ? unwrap(o) : [])),
    ];
  };
  let level = unwrap(schema);
  for (const key of path) level = level.flatMap(({ entries }) => (entries?.[key] ? unwrap(entries[key]) : []));
  return level.flatMap(({ entries }) => Object.keys(entries ?? {}));
}

/**
 * Checks plain-object options against a schema and fills in defaults. Throws one UsageError that names the key, its
 * value and what is expected; an unknown key suggests the nearest one, of the schema or of `others`: options that were
 * taken out because they are no plain data.
 */
export function parseOptions<const Schema extends v.GenericSchema>(
  what: string,
  schema: Schema,
  input: unknown,
  others: readonly string[] = [],
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const issue = deepest(result.issues[0]);
  const path = (issue.path ?? []).map((item) => String(item.key));
  const name = path.join(".");
  const keys = [...(path.length > 1 ? [] : others), ...knownKeys(schema, path.slice(0, -1))];
  const last = path[path.length - 1];
  const fullName = (key: string) => [...path.slice(0, -1), key].join(".");
  if (last !== undefined && issue.expected === "never" && !keys.includes(last)) {
    throw new UsageError({
      code: "unknown-option",
      message: `${what} has no option "${name}".`,
      fix: keys.length > 0 ? `${didYouMean(name, keys.map(fullName))}Options: ${keys.join(", ")}.` : "Leave it out.",
    });
  }
  if (last !== undefined && issue.expected === `"${last}"` && valueAt(input, path) === undefined) {
    throw new UsageError({
      code: "invalid-option",
      message: `${what}: option "${name}" is missing.`,
      fix: "Give it: it has no default.",
    });
  }
  throw new UsageError({
    code: "invalid-option",
    message: `${what}: ${name === "" ? "the options are" : `option "${name}" is`} ${show(valueAt(input, path))}.`,
    fix: expectation(issue, valueAt(input, path)),
  });
}

/** What an option should have been. */
function expectation(issue: v.BaseIssue<unknown>, value: unknown): string {
  const ownMessage = !issue.message.startsWith("Invalid ");
  if (issue.kind !== "schema" || !issue.expected || ownMessage) return `${issue.message}.`;
  const names = choicesOf(issue);
  const others = issue.expected
    .replace(/[()]/g, "")
    .split(" | ")
    .filter((kind) => !kind.startsWith('"'))
    .map((kind) => kinds[kind] ?? kind);
  const expected = [...names.map((name) => `"${name}"`), ...others].join(", ").replace(/, ([^,]*)$/, " or $1");
  return `${typeof value === "string" ? didYouMean(value, names) : ""}Use ${expected}.`;
}

/** Valibot's names of types, in words. */
const kinds: Readonly<Record<string, string>> = {
  Array: "a list",
  Function: "a function",
  Object: "an object of options",
  boolean: "true or false",
  null: "null",
  number: "a number",
  string: "a text",
};

/** The words to choose from, of a list of words or of a union that holds one. */
function choicesOf({ expected }: v.BaseIssue<unknown>): string[] {
  return [...(expected ?? "").matchAll(/"([^"]*)"/g)].map(([, word]) => word as string);
}

/** Unions report an issue per alternative; the most specific one says most. */
function deepest(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  const inner = issue.issues?.flatMap((other) => (other.path && other.path.length > 0 ? [other] : []))[0];
  if (!inner) return issue;
  return { ...inner, path: [...(issue.path ?? []), ...(inner.path ?? [])] as never };
}

/** A whole number in a range. */
export const integer = (minimum: number, maximum = Number.MAX_SAFE_INTEGER) =>
  v.pipe(
    v.number(),
    v.integer("Use a whole number"),
    v.minValue(minimum, `Use ${minimum} or more`),
    v.maxValue(maximum, `Use ${maximum} or less`),
  );

/** A finite number in a range. */
export const number = (minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY) =>
  v.pipe(
    v.number(),
    v.finite("Use a finite number"),
    v.minValue(minimum, `Use ${minimum} or more`),
    v.maxValue(maximum, `Use ${maximum} or less`),
  );

/** A finite number above 0. */
export const positive = () =>
  v.pipe(
    v.number(),
    v.finite("Use a finite number"),
    v.check((value) => value > 0, "Use a number greater than 0"),
  );
