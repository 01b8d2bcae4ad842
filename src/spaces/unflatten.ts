import { sizeOf } from "./size.js";
import type { Space, ValueOf } from "./space.js";

function argmax(values: Float32Array, start: number, end: number): number {
  let best = start;
  for (let i = start + 1; i < end; i++) if (values[i]! > values[best]!) best = i;
  return best - start;
}

/** The inverse of `flattenInto`: a fresh value of the space from `sizeOf(space)` floats at `offset`. */
export function unflatten<S extends Space>(space: S, values: Float32Array, offset?: number): ValueOf<S>;
export function unflatten(space: Space, values: Float32Array, offset = 0): ValueOf<Space> {
  switch (space.kind) {
    case "box":
      return values.slice(offset, offset + space.low.length);
    case "discrete":
      return space.start + argmax(values, offset, offset + space.n);
    case "multi-discrete": {
      let next = offset;
      return Int32Array.from(space.nvec, (n) => {
        const choice = argmax(values, next, next + n);
        next += n;
        return choice;
      });
    }
    case "multi-binary":
      return Int32Array.from(values.subarray(offset, offset + space.n));
    case "dict": {
      let next = offset;
      const entries = Object.entries(space.spaces).map(([key, entry]) => {
        const value = unflatten(entry, values, next);
        next += sizeOf(entry);
        return [key, value] as const;
      });
      return Object.fromEntries(entries);
    }
  }
}
