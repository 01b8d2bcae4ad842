import { UsageError } from "../errors.js";
import { describeSpace } from "./describe.js";
import { describeValue, isNumbers } from "./describe-value.js";
import type { Space } from "./space.js";

function mismatch(space: Space, expected: string, value: unknown): UsageError {
  return new UsageError({
    code: "wrong-shape",
    message: `A value of the space ${describeSpace(space)} must be ${expected}, but got ${describeValue(value)}.`,
    fix: "Return values of the declared shape, flat and row-major, or correct the space.",
  });
}

function outside(space: Space, value: number): UsageError {
  return new UsageError({
    code: "value-outside-space",
    message: `${value} is not a choice of the space ${describeSpace(space)}.`,
    fix: "Return a whole number that the space contains, or correct the space.",
  });
}

function writeOneHot(space: Space, choice: number, n: number, out: Float32Array, offset: number): void {
  if (!(choice >= 0 && choice < n && Number.isInteger(choice))) throw outside(space, choice);
  out.fill(0, offset, offset + n);
  out[offset + choice] = 1;
}

function numbersOf(space: Space, value: unknown, length: number): ArrayLike<number> {
  // typed arrays, the common case, need no look at their elements
  if (value instanceof Float32Array && value.length === length) return value;
  if (!isNumbers(value) || value.length !== length) throw mismatch(space, `${length} numbers`, value);
  return value;
}

/**
 * Writes an observation as `sizeOf(space)` floats from `offset` on. Numbers, arrays and typed arrays are accepted; elements
 * of a Box are written as they are, in bounds or not. Throws UsageError `wrong-shape` or, for choices, `value-outside-space`.
 */
export function flattenInto(space: Space, value: unknown, out: Float32Array, offset = 0): void {
  write(space, value, out, offset);
}

/** Returns where the next value begins. */
function write(space: Space, value: unknown, out: Float32Array, offset: number): number {
  switch (space.kind) {
    case "box": {
      const size = space.low.length;
      if (typeof value === "number" && size === 1) {
        out[offset] = value;
        return offset + 1;
      }
      const numbers = numbersOf(space, value, size);
      for (let i = 0; i < size; i++) out[offset + i] = numbers[i]!;
      return offset + size;
    }
    case "discrete": {
      if (typeof value !== "number") throw mismatch(space, "a number", value);
      if (Number.isNaN(value)) throw outside(space, value);
      writeOneHot(space, value - space.start, space.n, out, offset);
      return offset + space.n;
    }
    case "multi-discrete": {
      const choices = numbersOf(space, value, space.nvec.length);
      let next = offset;
      for (let i = 0; i < space.nvec.length; i++) {
        writeOneHot(space, choices[i]!, space.nvec[i]!, out, next);
        next += space.nvec[i]!;
      }
      return next;
    }
    case "multi-binary": {
      const bits = numbersOf(space, value, space.n);
      for (let i = 0; i < space.n; i++) {
        if (bits[i] !== 0 && bits[i] !== 1) throw outside(space, bits[i]!);
        out[offset + i] = bits[i]!;
      }
      return offset + space.n;
    }
    case "dict": {
      const keys = Object.keys(space.spaces);
      if (typeof value !== "object" || value === null || isNumbers(value)) {
        throw mismatch(space, `an object with keys ${JSON.stringify(keys)}`, value);
      }
      const entries = value as Readonly<Record<string, unknown>>;
      let next = offset;
      for (const key of keys) {
        if (!(key in entries)) throw mismatch(space, `an object with keys ${JSON.stringify(keys)}`, value);
        next = write(space.spaces[key]!, entries[key], out, next);
      }
      return next;
    }
  }
}
