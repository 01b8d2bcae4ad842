import { UsageError } from "../errors.js";
import type { Box, Dict, Discrete, MultiBinary, MultiDiscrete, Space } from "./space.js";

export interface BoxOptions {
  /** Lengths of the axes; may be left out when a bound is an array (then `[length]`). `[]` is a single number. */
  readonly shape?: readonly number[];
  /** For all elements or one per element, row-major; default −Infinity. */
  readonly low?: number | ArrayLike<number>;
  /** For all elements or one per element, row-major; default +Infinity. */
  readonly high?: number | ArrayLike<number>;
}

function invalid(message: string, fix: string): UsageError {
  return new UsageError({ code: "invalid-space", message, fix });
}

function isCount(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

/** Batches hold choices as int32. */
const LARGEST_CHOICE = 2 ** 31 - 1;
const SMALLEST_CHOICE = -(2 ** 31);

function isChoiceCount(value: unknown): value is number {
  return isCount(value, 1) && value <= LARGEST_CHOICE;
}

function boundsOf(name: "low" | "high", bound: number | ArrayLike<number>, size: number): Float32Array {
  if (typeof bound !== "number" && bound.length !== size) {
    throw invalid(
      `Box bound "${name}" has ${bound.length} numbers, but the shape holds ${size}.`,
      `Give ${size} numbers, or one number for all.`,
    );
  }
  const bounds = typeof bound === "number" ? new Float32Array(size).fill(bound) : Float32Array.from(bound);
  const index = bounds.findIndex((value) => Number.isNaN(value));
  if (index >= 0) {
    throw invalid(
      `Box bound "${name}" is not a number at element ${index}.`,
      "Give a number, or ±Infinity for no bound.",
    );
  }
  return bounds;
}

/**
 * Real numbers between `low` and `high`, unbounded where a bound is left out.
 * Throws UsageError `invalid-space` for impossible shapes and bounds.
 */
export function box({ shape, low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY }: BoxOptions): Box {
  const arrayBound = [low, high].find((bound) => typeof bound !== "number");
  const axes = shape ?? (arrayBound === undefined ? undefined : [(arrayBound as ArrayLike<number>).length]);
  if (axes === undefined) {
    throw invalid(
      "A box with scalar bounds needs a shape.",
      "Add for example shape: [4], or give a bound per element.",
    );
  }
  if (!Array.isArray(axes) || !axes.every((axis) => isCount(axis, 1))) {
    throw invalid(
      `A box's shape is a list of whole numbers ≥ 1, but got ${JSON.stringify(axes)}.`,
      "Give for example shape: [4], or [84, 84, 3] for an image.",
    );
  }
  const size = axes.reduce((product: number, axis: number) => product * axis, 1);
  const lows = boundsOf("low", low, size);
  const highs = boundsOf("high", high, size);
  const crossed = lows.findIndex((value, i) => value > highs[i]!);
  if (crossed >= 0) {
    throw invalid(
      `Box element ${crossed} has low ${lows[crossed]} above high ${highs[crossed]}.`,
      "Exchange the bounds, or correct them.",
    );
  }
  return { kind: "box", shape: [...axes], low: lows, high: highs };
}

/** `start, …, start + n − 1`. Throws UsageError `invalid-space` unless n ≥ 1 and start are whole and all choices fit int32. */
export function discrete(n: number, { start = 0 }: { readonly start?: number } = {}): Discrete {
  if (!isChoiceCount(n)) {
    throw invalid(
      `A discrete space needs a whole number of choices from 1 to ${LARGEST_CHOICE}, but got ${String(n)}.`,
      "Give for example discrete(2).",
    );
  }
  if (!Number.isSafeInteger(start)) {
    throw invalid(`A discrete space starts at a whole number, but got ${String(start)}.`, "Give for example start: 0.");
  }
  if (start < SMALLEST_CHOICE || start + n - 1 > LARGEST_CHOICE) {
    throw invalid(
      `A discrete space's choices are int32, but these run from ${start} to ${start + n - 1}.`,
      `Keep them between ${SMALLEST_CHOICE} and ${LARGEST_CHOICE}.`,
    );
  }
  return { kind: "discrete", n, start };
}

/** One choice out of `nvec[i]` in position i. Throws UsageError `invalid-space` unless all are whole numbers ≥ 1 that fit int32. */
export function multiDiscrete(nvec: ArrayLike<number>): MultiDiscrete {
  const choices = Array.from(nvec);
  if (choices.length === 0 || !choices.every(isChoiceCount)) {
    throw invalid(
      `A multi-discrete space needs whole numbers of choices from 1 to ${LARGEST_CHOICE}, but got ${JSON.stringify(choices)}.`,
      "Give for example multiDiscrete([3, 2]).",
    );
  }
  return { kind: "multi-discrete", nvec: choices };
}

/** n zeros or ones. Throws UsageError `invalid-space` unless n is a whole number ≥ 1. */
export function multiBinary(n: number): MultiBinary {
  if (!isCount(n, 1)) {
    throw invalid(
      `A multi-binary space needs a whole number of positions ≥ 1, but got ${String(n)}.`,
      "Give for example multiBinary(4).",
    );
  }
  return { kind: "multi-binary", n };
}

/** A Dict whose entries' types are known. */
export type DictOf<S extends Dict["spaces"]> = { readonly kind: "dict"; readonly spaces: S };

/** Named spaces, flattened in the order of their keys here. Throws UsageError `invalid-space` when there is none. */
export function dict<const S extends Readonly<Record<string, Space>>>(spaces: S): DictOf<S> {
  if (Object.keys(spaces).length === 0) {
    throw invalid(
      "A dict space needs at least one entry.",
      "Give for example dict({ position: box({ shape: [2] }) }).",
    );
  }
  for (const [key, space] of Object.entries(spaces)) {
    if (typeof space !== "object" || space === null || !("kind" in space)) {
      throw invalid(
        `Entry "${key}" of the dict space is not a space.`,
        "Make it with box, discrete, multiDiscrete, multiBinary or dict.",
      );
    }
  }
  return { kind: "dict", spaces: { ...spaces } };
}
