import { UsageError } from "../../errors.js";
import { ndArray, sizeOfShape } from "../reference/nd-array.js";
import { createTensor, type DataType, type Operation, type Tensor } from "../tensor.js";

interface ConstantAttributes {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly dataType: DataType;
  readonly name?: string | undefined;
}

const constantOperation: Operation<ConstantAttributes> = {
  name: "Constant",
  describe: (_inputs, { shape, dataType }) => [{ shape, dataType }],
  lower: ({ attributes: { data, shape, dataType, name } }, _inputs, onnx) => [
    onnx.constant(data, shape, dataType, name),
  ],
  evaluate: (_inputs, { data, shape }) => [ndArray(shape, data)],
};

/** A fixed value: a number, or an array with its shape (default: a vector). A `name` labels it in exported files. */
export function constant(
  value: number | ArrayLike<number>,
  shape?: readonly number[],
  dataType: DataType = "float32",
  name?: string,
): Tensor {
  const data = typeof value === "number" ? [value] : value;
  const resolved = shape ?? (typeof value === "number" ? [] : [data.length]);
  if (data.length !== sizeOfShape(resolved)) {
    throw new UsageError({
      code: "shape-mismatch",
      message: `constant: ${data.length} numbers do not fill the shape [${resolved.join(", ")}].`,
      fix: `Give ${sizeOfShape(resolved)} numbers or another shape.`,
    });
  }
  if (dataType === "int32") {
    const fraction = Array.prototype.find.call(data, (element: number) => !Number.isInteger(element));
    if (fraction !== undefined) {
      throw new UsageError({
        code: "not-an-integer",
        message: `constant: ${fraction} is not a whole number, but the type is int32.`,
        fix: "Give whole numbers, or cast() the int32 operand to float32.",
      });
    }
  }
  return createTensor(constantOperation, [], { data, shape: resolved, dataType, name });
}

/** The number a scalar constant holds, if the tensor is one. */
export function scalarValue(tensor: Tensor): number | undefined {
  if (tensor.node.operation !== (constantOperation as Operation) || tensor.shape.length !== 0) return undefined;
  return (tensor.node.attributes as ConstantAttributes).data[0];
}

/** Numbers are welcome wherever tensors are: they become scalar constants of the other operand's type. */
export type TensorLike = Tensor | number;

export function toTensor(value: TensorLike, dataType: DataType = "float32"): Tensor {
  return typeof value === "number" ? constant(value, [], dataType) : value;
}
