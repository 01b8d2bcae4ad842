import { UsageError } from "../../errors.js";
import { formatShape, type Shape } from "../shape.js";
import { createTensor, type DataType, type Node, type Operation, type Tensor } from "../tensor.js";

interface InputAttributes {
  readonly name: string;
  readonly shape: Shape;
  readonly dataType: DataType;
}

const inputOperation: Operation<InputAttributes> = {
  name: "Input",
  describe: (_inputs, { name, shape, dataType }) => {
    if (shape.some((size) => (typeof size === "string" ? size === "" : !Number.isInteger(size) || size < 0))) {
      throw new UsageError({
        code: "invalid-shape",
        message: `input: the shape ${formatShape(shape)} of "${name}" cannot be.`,
        fix: "Use whole numbers, and names for sizes that are only known when a program runs.",
      });
    }
    return [{ shape, dataType }];
  },
  lower: (node, _inputs, onnx) => [onnx.input(node.attributes.name)],
  evaluate: () => {
    throw new Error("inputs are fed, not evaluated");
  },
};

/** A value that is fed when a program runs. `shape` may name dynamic dimensions: `["batch", 4]`. */
export function input(name: string, shape: Shape, dataType: DataType = "float32"): Tensor {
  return createTensor(inputOperation, [], { name, shape, dataType });
}

/** The name under which `node` is fed, if it is an input. */
export function inputName(node: Node): string | undefined {
  return node.operation === (inputOperation as Operation) ? (node.attributes as InputAttributes).name : undefined;
}
