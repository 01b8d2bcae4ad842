import type { Random } from "../random/index.js";
import type { Space, ValueOf } from "./space.js";

/** Uniform between two bounds, exponential beyond a single one, standard normal without any (as Gymnasium does). */
function sampleElement(low: number, high: number, random: Random): number {
  if (low > -Infinity && high < Infinity) return Math.min(Math.max(random.uniform(low, high), low), high);
  if (low > -Infinity) return low - Math.log(1 - random.float());
  return high < Infinity ? high + Math.log(1 - random.float()) : random.normal();
}

/** A random value of the space. */
export function sampleSpace<S extends Space>(space: S, random: Random): ValueOf<S>;
export function sampleSpace(space: Space, random: Random): ValueOf<Space> {
  switch (space.kind) {
    case "box":
      return Float32Array.from(space.low, (low, i) => sampleElement(low, space.high[i]!, random));
    case "discrete":
      return space.start + random.integer(space.n);
    case "multi-discrete":
      return Int32Array.from(space.nvec, (n) => random.integer(n));
    case "multi-binary":
      return Int32Array.from({ length: space.n }, () => random.integer(2));
    case "dict":
      return Object.fromEntries(Object.entries(space.spaces).map(([key, entry]) => [key, sampleSpace(entry, random)]));
  }
}
