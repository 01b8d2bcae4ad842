import { UsageError } from "../errors.js";

/** A fixed size, or the name of a size that is only known when a program runs. Equal names mean equal sizes. */
export type Dimension = number | string;
export type Shape = readonly Dimension[];

export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

export function shapesEqual(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/** Product of the fixed dimensions, or undefined if one is dynamic. */
export function staticSize(shape: Shape): number | undefined {
  let size = 1;
  for (const dimension of shape) {
    if (typeof dimension === "string") return undefined;
    size *= dimension;
  }
  return size;
}

/**
 * The product of dimensions as a dimension: a number, or a canonical name such as `4*batch*time`, so that equal products
 * have equal names.
 */
export function productOf(dimensions: Shape): Dimension {
  const { size, names } = factorsOf(dimensions);
  if (names.length === 0) return size;
  return [...(size === 1 ? [] : [size]), ...names].join("*");
}

/** The fixed part of a shape's size, and the names its size is a multiple of. */
export function factorsOf(shape: Shape): { readonly size: number; readonly names: readonly string[] } {
  let size = 1;
  const names: string[] = [];
  for (const dimension of shape) {
    if (typeof dimension === "number") size *= dimension;
    else {
      for (const factor of dimension.split("*")) {
        if (/^\d+$/.test(factor)) size *= Number(factor);
        else names.push(factor);
      }
    }
  }
  return { size, names: names.sort() };
}

/** The shape that element-wise operations give (NumPy's rule: equal, or 1, aligned at the right). */
export function broadcastShapes(operation: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const result: Dimension[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left === right || right === 1) result.push(left);
    else if (left === 1) result.push(right);
    else throw shapeError(operation, [a, b], "each pair of dimensions, from the right, must be equal or contain a 1");
  }
  return result;
}

/** Axes of `from` that broadcasting to `to` repeats, counted in `to`. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const offset = to.length - from.length;
  const axes: number[] = [];
  for (let axis = 0; axis < to.length; axis++) {
    if (axis < offset || (from[axis - offset] === 1 && to[axis] !== 1)) axes.push(axis);
  }
  return axes;
}

/** Resolves negative axes; throws if out of range. */
export function normalizeAxis(operation: string, axis: number, rank: number): number {
  const resolved = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= rank) {
    throw new UsageError({
      code: "axis-out-of-range",
      message: `${operation}: axis ${axis} is out of range for a tensor of rank ${rank}.`,
      fix: rank === 0 ? "A scalar has no axes." : `Use an axis from ${-rank} to ${rank - 1}.`,
    });
  }
  return resolved;
}

export function shapeError(operation: string, shapes: readonly Shape[], rule: string): UsageError {
  return new UsageError({
    code: "shape-mismatch",
    message: `${operation}: shapes ${shapes.map(formatShape).join(" and ")} do not fit together.`,
    fix: `For ${operation}, ${rule}.`,
  });
}
