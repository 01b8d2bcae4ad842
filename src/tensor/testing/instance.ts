import * as fc from "fast-check";
import type { Random } from "../../random/index.js";
import type { Shape } from "../shape.js";
import type { DataType, Tensor } from "../tensor.js";

/** One axis of a drawn shape: its size, and a name if the graph is to be built without knowing the size. */
export interface Axis {
  readonly size: number;
  readonly name?: string;
}

/** Draws `count` numbers. */
export type Fill = (random: Random, count: number) => number[];

export interface CaseInput {
  readonly axes: readonly Axis[];
  readonly fill: Fill;
  readonly dataType?: DataType;
  /** False where a gradient is cut on purpose. */
  readonly differentiable?: boolean;
}

/** One concrete use of an operation. */
export interface Instance {
  readonly inputs: Readonly<Record<string, CaseInput>>;
  build(tensors: Readonly<Record<string, Tensor>>): Tensor | readonly Tensor[];
  /** Of the numbers that are fed. */
  readonly seed: number;
}

export const declared = (axes: readonly Axis[]): Shape => axes.map(({ size, name }) => name ?? size);
export const sizes = (axes: readonly Axis[]): number[] => axes.map(({ size }) => size);

const size = fc.integer({ min: 1, max: 3 });

/** A shape; any of its sizes may be dynamic. */
export const shape = (minRank = 0, maxRank = 3): fc.Arbitrary<Axis[]> =>
  fc
    .array(fc.record({ size, dynamic: fc.boolean() }), { minLength: minRank, maxLength: maxRank })
    .map((list) => list.map(({ size, dynamic }, axis) => (dynamic ? { size, name: `d${axis}` } : { size })));

export const fixedShape = (minRank = 0, maxRank = 3): fc.Arbitrary<Axis[]> =>
  shape(minRank, maxRank).map((axes) => axes.map(({ size }) => ({ size })));

/** A shape that broadcasts to `axes`: leading axes are missing, or sizes are 1. */
export const broadcastable = (axes: readonly Axis[]): fc.Arbitrary<Axis[]> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: axes.length }),
      fc.array(fc.boolean(), { minLength: axes.length, maxLength: axes.length }),
    )
    .map(([missing, single]) => axes.map((axis, i) => (single[i] ? { size: 1 } : axis)).slice(missing));

export const shapeAndAxis = (minRank = 1, maxRank = 3): fc.Arbitrary<{ axes: Axis[]; axis: number }> =>
  shape(minRank, maxRank).chain((axes) =>
    fc.integer({ min: -axes.length, max: axes.length - 1 }).map((axis) => ({ axes, axis })),
  );

export const resolve = (axis: number, axes: readonly Axis[]) => (axis < 0 ? axis + axes.length : axis);

export const withAxis = (axes: readonly Axis[], axis: number, replacement: Axis): Axis[] =>
  axes.with(axis, replacement);

export const uniform =
  (low: number, high: number): Fill =>
  (random, count) =>
    Array.from({ length: count }, () => random.uniform(low, high));

/** Of either sign, never near zero. */
export const signed =
  (least: number, most: number): Fill =>
  (random, count) =>
    Array.from({ length: count }, () => random.uniform(least, most) * (random.uint32() % 2 === 0 ? 1 : -1));

/** Near multiples of 1/2 plus `offset`, so that numbers of offsets that differ by 1/4 are never close. */
export const lattice =
  (offset: number, from = -4, to = 4): Fill =>
  (random, count) =>
    Array.from(
      { length: count },
      () => offset + (from + random.integer(to - from + 1)) / 2 + random.uniform(-0.05, 0.05),
    );

/** No two of them close. */
export const distinct: Fill = (random, count) => {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  random.shuffle(order);
  return Array.from(order, (position) => (position - count / 2) * 0.2 + random.uniform(-0.05, 0.05));
};

/** Whole numbers from `low` to `high`, both included. */
export const integers =
  (low: number, high: number): Fill =>
  (random, count) =>
    Array.from({ length: count }, () => low + random.integer(high - low + 1));
