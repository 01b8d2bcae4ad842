import { UsageError } from "../../errors.js";
import { normalizeAxis, shapeError, shapesEqual } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { concat } from "./concat.js";
import { reshape } from "./reshape.js";

/** Joins tensors of one shape along a new axis (default: the first). */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  const [first] = tensors;
  if (first === undefined) {
    throw new UsageError({
      code: "empty-list",
      message: "stack: the list of tensors is empty.",
      fix: "Give at least one.",
    });
  }
  const resolved = normalizeAxis("stack", axis, first.shape.length + 1);
  if (tensors.some(({ shape, dataType }) => dataType !== first.dataType || !shapesEqual(shape, first.shape))) {
    const shapes = tensors.map(({ shape }) => shape);
    throw shapeError("stack", shapes, "types and shapes must be equal");
  }
  return concat(
    tensors.map((tensor) => reshape(tensor, tensor.shape.toSpliced(resolved, 0, 1))),
    resolved,
  );
}
