import { describeValue, isNumbers } from "./describe-value.js";
import type { Space } from "./space.js";

/** Bounds are float32; a float64 value may lie this far outside them by rounding alone. */
const ROUNDING = 2 ** -23;

function checkElements(value: unknown, length: number, check: (element: number, index: number) => string | undefined) {
  if (!isNumbers(value)) return `expected ${length} numbers, got ${describeValue(value)}`;
  if (value.length !== length) return `expected ${length} numbers, got ${value.length}`;
  for (let i = 0; i < length; i++) {
    const problem = check(value[i]!, i);
    if (problem !== undefined) return `element ${i} ${problem}`;
  }
  return undefined;
}

function checkChoice(value: number, low: number, count: number): string | undefined {
  if (Number.isInteger(value) && value >= low && value < low + count) return undefined;
  return `is ${value}, not a whole number from ${low} to ${low + count - 1}`;
}

/** Undefined if the value lies in the space, otherwise what is wrong with it, as in `element 2 is 3.5, above its high 1`. */
export function contains(space: Space, value: unknown): string | undefined {
  switch (space.kind) {
    case "box": {
      const elements = space.shape.length === 0 && typeof value === "number" ? [value] : value;
      return checkElements(elements, space.low.length, (element, i) => {
        const low = space.low[i]!;
        const high = space.high[i]!;
        if (Number.isNaN(element)) return "is NaN";
        if (!Number.isFinite(element)) return `is ${element}`;
        if (element < low - ROUNDING * Math.abs(low)) return `is ${element}, below its low ${low}`;
        return element > high + ROUNDING * Math.abs(high) ? `is ${element}, above its high ${high}` : undefined;
      });
    }
    case "discrete": {
      if (typeof value !== "number") return `expected a number, got ${describeValue(value)}`;
      const problem = checkChoice(value, space.start, space.n);
      return problem === undefined ? undefined : `the value ${problem}`;
    }
    case "multi-discrete":
      return checkElements(value, space.nvec.length, (element, i) => checkChoice(element, 0, space.nvec[i]!));
    case "multi-binary":
      return checkElements(value, space.n, (element) => checkChoice(element, 0, 2));
    case "dict": {
      const keys = Object.keys(space.spaces);
      if (typeof value !== "object" || value === null || isNumbers(value)) {
        return `expected an object with keys ${JSON.stringify(keys)}, got ${describeValue(value)}`;
      }
      const entries = value as Readonly<Record<string, unknown>>;
      const unknown = Object.keys(entries).find((key) => !keys.includes(key));
      if (unknown !== undefined) return `key "${unknown}" is not in the space, which has ${JSON.stringify(keys)}`;
      for (const key of keys) {
        if (!(key in entries)) return `key "${key}" is missing`;
        const problem = contains(space.spaces[key]!, entries[key]);
        if (problem !== undefined) return `in "${key}": ${problem}`;
      }
      return undefined;
    }
  }
}
