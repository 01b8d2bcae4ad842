import { mapElements } from "../reference/nd-array.js";
import { createTensor, type DataType, type Operation, type Tensor } from "../tensor.js";

const castOperation: Operation<{ readonly to: DataType }> = {
  name: "Cast",
  describe: ([x], { to }) => [{ shape: x!.shape, dataType: to }],
  lower: ({ attributes: { to } }, [x], onnx) => [onnx.cast(x!, to)],
  evaluate: ([x], { to }) => {
    const convert = to === "bool" ? (v: number) => (v === 0 ? 0 : 1) : to === "int32" ? Math.trunc : (v: number) => v;
    return [mapElements(convert, x!)];
  },
};

/** Converts between float32, int32 (toward zero) and bool; no gradient passes. */
export function cast(x: Tensor, to: DataType): Tensor {
  return x.dataType === to ? x : createTensor(castOperation, [x], { to });
}
