import { ProximalError, UsageError } from "../errors.js";
import { didYouMean } from "../text.js";
import { box, dict, discrete, multiBinary, multiDiscrete } from "./constructors.js";
import { describeValue } from "./describe-value.js";
import type { Space } from "./space.js";

const fieldsOf: { readonly [K in Space["kind"]]: readonly string[] } = {
  box: ["shape", "low", "high"],
  discrete: ["n", "start"],
  "multi-discrete": ["nvec"],
  "multi-binary": ["n"],
  dict: ["spaces"],
};
const kinds = Object.keys(fieldsOf) as readonly Space["kind"][];
const constructorFix = "Make it with box(…), discrete(…), multiDiscrete(…), multiBinary(…) or dict(…).";

function invalid(message: string, fix: string): UsageError {
  return new UsageError({ code: "invalid-space", message, fix });
}

/**
 * Throws UsageError `invalid-space` unless the value is a space as the constructors make it, for spaces written by hand.
 * `name` is what the message calls it, e.g. `observationSpace of environment "Corridor-v0"`.
 */
export function validateSpace(name: string, value: unknown): asserts value is Space {
  if (typeof value !== "object" || value === null) {
    throw invalid(`The ${name} is ${describeValue(value)}, not a space.`, constructorFix);
  }
  const { kind } = value as { readonly kind?: unknown };
  if (typeof kind !== "string") {
    throw invalid(`The ${name} has no kind, as every space does.`, constructorFix);
  }
  if (!isKind(kind)) {
    throw invalid(`The ${name} has the unknown kind "${kind}".`, `${didYouMean(kind, kinds)}${constructorFix}`);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const missing = fieldsOf[kind].find((field) => fields[field] === undefined || fields[field] === null);
  if (missing !== undefined) {
    throw invalid(`The ${name} is of kind "${kind}", but lacks the field "${missing}".`, constructorFix);
  }
  validateTypes(name, kind, fields);
  const space = value as Space;
  try {
    rebuild(space);
  } catch (error) {
    if (!(error instanceof ProximalError)) throw error;
    throw invalid(`The ${name} is impossible: ${error.message}`, error.fix);
  }
  if (space.kind !== "dict") return;
  for (const [key, entry] of Object.entries(space.spaces)) validateSpace(`entry "${key}" of the ${name}`, entry);
}

function isKind(kind: string): kind is Space["kind"] {
  return Object.hasOwn(fieldsOf, kind);
}

/** What the constructors accept and correct, but a finished space does not hold. */
function validateTypes(name: string, kind: Space["kind"], fields: Readonly<Record<string, unknown>>): void {
  for (const bound of kind === "box" ? ["low", "high"] : []) {
    // by tag, so that arrays of another window or worker pass
    if (Object.prototype.toString.call(fields[bound]) === "[object Float32Array]") continue;
    throw invalid(
      `The ${name} is of kind "box", but its "${bound}" is ${describeValue(fields[bound])}, not a Float32Array of one bound per element.`,
      "Make it with box({ shape, low, high }), which accepts single numbers and arrays.",
    );
  }
  if (kind === "multi-discrete" && !Array.isArray(fields.nvec)) {
    throw invalid(
      `The ${name} is of kind "multi-discrete", but its "nvec" is ${describeValue(fields.nvec)}, not an array.`,
      "Make it with multiDiscrete([3, 2]).",
    );
  }
  if (kind === "dict" && typeof fields.spaces !== "object") {
    throw invalid(
      `The ${name} is of kind "dict", but its "spaces" is ${describeValue(fields.spaces)}, not an object.`,
      "Make it with dict({ position: box({ shape: [2] }) }).",
    );
  }
}

/** The constructors know every other rule. */
function rebuild(space: Space): void {
  switch (space.kind) {
    case "box":
      box(space);
      break;
    case "discrete":
      discrete(space.n, space);
      break;
    case "multi-discrete":
      multiDiscrete(space.nvec);
      break;
    case "multi-binary":
      multiBinary(space.n);
      break;
    case "dict":
      dict(space.spaces);
  }
}
