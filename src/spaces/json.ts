import { UsageError } from "../errors.js";
import { box, dict, discrete, multiBinary, multiDiscrete } from "./constructors.js";
import type { Space } from "./space.js";

/** JSON has no infinities, so they are strings. */
export type BoundJSON = number | "Infinity" | "-Infinity";

export type SpaceJSON =
  | {
      readonly kind: "box";
      readonly shape: readonly number[];
      readonly low: BoundJSON | readonly BoundJSON[];
      readonly high: BoundJSON | readonly BoundJSON[];
    }
  | { readonly kind: "discrete"; readonly n: number; readonly start: number }
  | { readonly kind: "multi-discrete"; readonly nvec: readonly number[] }
  | { readonly kind: "multi-binary"; readonly n: number }
  | { readonly kind: "dict"; readonly spaces: readonly (readonly [string, SpaceJSON])[] };

function boundToJSON(bound: number): BoundJSON {
  if (bound === Infinity) return "Infinity";
  return bound === -Infinity ? "-Infinity" : bound;
}

/** One value where all bounds agree: images would otherwise repeat theirs thousands of times. */
function boundsToJSON(bounds: Float32Array): BoundJSON | readonly BoundJSON[] {
  const first = bounds[0]!;
  return bounds.every((bound) => Object.is(bound, first)) ? boundToJSON(first) : Array.from(bounds, boundToJSON);
}

/** A space as plain JSON, exactly. Dict entries are a list of pairs, because their order matters. */
export function spaceToJSON(space: Space): SpaceJSON {
  switch (space.kind) {
    case "box":
      return { kind: "box", shape: space.shape, low: boundsToJSON(space.low), high: boundsToJSON(space.high) };
    case "dict":
      return { kind: "dict", spaces: Object.entries(space.spaces).map(([key, entry]) => [key, spaceToJSON(entry)]) };
    default:
      return space;
  }
}

function invalid(json: unknown): UsageError {
  return new UsageError({
    code: "invalid-space",
    message: `This is not a stored space: ${JSON.stringify(json)?.slice(0, 200)}.`,
    fix: "Read it from a file that Proximal wrote.",
  });
}

function boundsFromJSON(json: unknown): number | number[] {
  if (json === "Infinity") return Infinity;
  if (json === "-Infinity") return -Infinity;
  if (typeof json === "number") return json;
  if (Array.isArray(json)) return json.map((bound) => boundsFromJSON(bound) as number);
  throw invalid(json);
}

function isPair(entry: unknown): entry is readonly [string, unknown] {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "string";
}

/** The space that `spaceToJSON` wrote. Throws UsageError `invalid-space` for anything else. */
export function spaceFromJSON(json: unknown): Space {
  if (typeof json !== "object" || json === null) throw invalid(json);
  const { kind, ...fields } = json as Readonly<Record<string, unknown>>;
  switch (kind) {
    case "box":
      return box({
        shape: fields.shape as readonly number[],
        low: boundsFromJSON(fields.low),
        high: boundsFromJSON(fields.high),
      });
    case "discrete":
      return discrete(fields.n as number, { start: fields.start as number });
    case "multi-discrete":
      if (!Array.isArray(fields.nvec)) throw invalid(json);
      return multiDiscrete(fields.nvec);
    case "multi-binary":
      return multiBinary(fields.n as number);
    case "dict": {
      if (!Array.isArray(fields.spaces) || !fields.spaces.every(isPair)) throw invalid(json);
      return dict(Object.fromEntries(fields.spaces.map(([key, entry]) => [key, spaceFromJSON(entry)])));
    }
    default:
      throw invalid(json);
  }
}
