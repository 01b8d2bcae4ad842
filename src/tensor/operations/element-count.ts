import { ndArray } from "../reference/nd-array.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";

const elementCountOperation: Operation<{ readonly axes: readonly number[] }> = {
  name: "ElementCount",
  describe: () => [{ shape: [], dataType: "float32" }],
  lower: ({ inputs, attributes: { axes } }, [x], onnx) => {
    const [dimension, ...others] = axes.map((axis) => inputs[0]!.shape[axis]!);
    const known = typeof dimension === "string" && others.length === 0 ? onnx.dimensionSize(dimension) : undefined;
    if (known !== undefined) return [known];
    const [sizes] = onnx.emit("Gather", [onnx.shapeOf(x!), onnx.int64(axes)]);
    const [product] = onnx.emit("ReduceProd", [sizes!], { keepdims: { int: 0 } });
    return [onnx.cast(product!, "float32")];
  },
  evaluate: ([x], { axes }) => [ndArray([], [axes.reduce((product, axis) => product * x!.shape[axis]!, 1)])],
};

/** How many elements lie along `axes`, as a float32 scalar: for dimensions that are only known when the program runs. */
export function elementCount(x: Tensor, axes: readonly number[] = x.shape.map((_, axis) => axis)): Tensor {
  return createTensor(elementCountOperation, [x], { axes });
}
