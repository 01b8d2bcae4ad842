import type { Lowering } from "../lowering.js";
import { broadcastAxes, type Dimension } from "../shape.js";
import type { Node, Tensor } from "../tensor.js";
import { repeatLike } from "./expand.js";
import { defineReduction, type ReduceAttributes } from "./reduction.js";

/** Sum over axes. */
export const sum = defineReduction(
  "sum",
  "ReduceSum",
  (values) => values.reduce((total, value) => total + value, 0),
  (g, x) => repeatLike(g, x),
  sumOfRows,
);

/** The rows of a matrix are added up three times faster by a product with ones: every bias gradient is such a sum. */
function sumOfRows({ inputs, attributes: { axes, keepDims } }: Node<ReduceAttributes>, x: string, onnx: Lowering) {
  const { shape } = inputs[0] as Tensor;
  const [rows, columns] = shape;
  if (shape.length !== 2 || axes.length !== 1 || axes[0] !== 0 || typeof columns !== "number") return undefined;
  const product = onnx.emit("MatMul", [onnx.ones(rows as Dimension, x), x]);
  // Where the number of rows is known, ONNX Runtime would add what is added next within the product, in another order.
  if (keepDims && typeof rows !== "number") return product;
  return onnx.emit("Reshape", [product[0] as string, onnx.int64(keepDims ? [1, columns] : [columns])]);
}

/** Sums `x` down to the shape of `target`, from which it was broadcast. */
export function sumTo(x: Tensor, target: Tensor): Tensor {
  const added = x.shape.length - target.shape.length;
  const leading = Array.from({ length: Math.max(0, added) }, (_, axis) => axis);
  const repeated = broadcastAxes(target.shape, x.shape).slice(leading.length);
  const summed = leading.length === 0 ? x : sum(x, { axes: leading });
  if (repeated.length === 0) return summed;
  return sum(summed, { axes: repeated.map((axis) => axis - added), keepDims: true });
}
