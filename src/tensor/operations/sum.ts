import { broadcastAxes } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { repeatLike } from "./expand.js";
import { defineReduction } from "./reduction.js";

/** Sum over axes. */
export const sum = defineReduction(
  "sum",
  "ReduceSum",
  (values) => values.reduce((total, value) => total + value, 0),
  (g, x) => repeatLike(g, x),
);

/** Sums `x` down to the shape of `target`, from which it was broadcast. */
export function sumTo(x: Tensor, target: Tensor): Tensor {
  const added = x.shape.length - target.shape.length;
  const leading = Array.from({ length: Math.max(0, added) }, (_, axis) => axis);
  const repeated = broadcastAxes(target.shape, x.shape).slice(leading.length);
  const summed = leading.length === 0 ? x : sum(x, { axes: leading });
  if (repeated.length === 0) return summed;
  return sum(summed, { axes: repeated.map((axis) => axis - added), keepDims: true });
}
