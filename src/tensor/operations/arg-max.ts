import { sizeOfShape, tabulate } from "../reference/nd-array.js";
import { normalizeAxis } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";
import { elementAt } from "./concat.js";
import { requireType } from "./require-type.js";

const argMaxOperation: Operation<{ readonly axis: number }> = {
  name: "ArgMax",
  describe: ([x], { axis }) => {
    requireType("argMax", [x!], "float32", "int32");
    return [{ shape: x!.shape.filter((_, a) => a !== axis), dataType: "int32" }];
  },
  lower: ({ attributes: { axis } }, [x], onnx) => {
    const [indices] = onnx.emit("ArgMax", [x!], { axis: { int: axis }, keepdims: { int: 0 } });
    return [onnx.cast(indices!, "int32")];
  },
  evaluate: ([x], { axis }) => {
    const shape = x!.shape.map((size, a) => (a === axis ? 1 : size));
    const best = tabulate(shape, (index) => {
      let largest = 0;
      for (let i = 1; i < x!.shape[axis]!; i++) {
        if (elementAt(x!, index, axis, i) > elementAt(x!, index, axis, largest)) largest = i;
      }
      return largest;
    });
    const reduced = x!.shape.filter((_, a) => a !== axis);
    return [{ shape: reduced, data: best.data.slice(0, sizeOfShape(reduced)) }];
  },
};

/** The int32 position of the largest element along an axis (default: the last); the first of equals. No gradient. */
export function argMax(x: Tensor, axis = -1): Tensor {
  return createTensor(argMaxOperation, [x], { axis: normalizeAxis("argMax", axis, x.shape.length) });
}
