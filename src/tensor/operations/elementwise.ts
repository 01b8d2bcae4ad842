import { mapElements } from "../reference/nd-array.js";
import { broadcastShapes, shapesEqual } from "../shape.js";
import { createTensor, type DataType, type Operation, type Tensor } from "../tensor.js";
import { type TensorLike, toTensor } from "./constant.js";
import { unexpanded } from "./expand.js";
import { requireType } from "./require-type.js";
import { sumTo } from "./sum.js";

/** ONNX's `LogSoftmax` is our `logSoftmax`. */
export function labelOf(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

interface UnaryDefinition {
  /** ONNX's operator. */
  readonly name: string;
  compute(x: number): number;
  /** The gradient, given that of the output; `y` is the output itself. */
  gradient?(g: Tensor, x: Tensor, y: Tensor): Tensor;
  readonly types?: readonly DataType[];
  readonly attributes?: Parameters<Parameters<Operation["lower"]>[2]["emit"]>[2];
}

/** An element-wise function of one tensor that is one ONNX operator. */
export function defineUnary({ name, compute, gradient, types = ["float32"], attributes }: UnaryDefinition) {
  const label = labelOf(name);
  const operation: Operation<null> = {
    name,
    describe: ([x]) => {
      requireType(label, [x!], ...types);
      return [{ shape: x!.shape, dataType: x!.dataType }];
    },
    lower: (_node, inputs, onnx) => onnx.emit(name, inputs, attributes),
    ...(gradient && {
      gradient: ({ inputs, outputs }, [g]) => [gradient(g!, inputs[0]!, outputs[0]!)],
    }),
    evaluate: ([x]) => [mapElements(compute, x!)],
  };
  return (x: TensorLike): Tensor => createTensor(operation, [toTensor(x)], null);
}

interface BinaryDefinition {
  /** ONNX's operator. */
  readonly name: string;
  /** Our name in errors, where it is not ONNX's. */
  readonly label?: string;
  compute(a: number, b: number): number;
  /** Gradients in the broadcast shape; they are summed back to the inputs' shapes. */
  gradient?(g: Tensor, a: Tensor, b: Tensor, y: Tensor): readonly [Tensor | undefined, Tensor | undefined];
  /** Types of the inputs; both must be equal. */
  readonly types?: readonly DataType[];
  /** Type of the output, if it is not that of the inputs. */
  readonly result?: DataType;
}

/** An element-wise function of two broadcast tensors that is one ONNX operator. */
export function defineBinary({
  name,
  label = labelOf(name),
  compute,
  gradient,
  types = ["float32", "int32"],
  result,
}: BinaryDefinition) {
  const operation: Operation<null> = {
    name,
    describe: ([a, b]) => {
      requireType(label, [a!, b!], ...types);
      requireType(label, [b!], a!.dataType);
      return [{ shape: broadcastShapes(label, a!.shape, b!.shape), dataType: result ?? a!.dataType }];
    },
    lower: (_node, inputs, onnx) => onnx.emit(name, inputs),
    ...(gradient && {
      gradient: ({ inputs: [a, b], outputs: [y] }, [g]) => {
        const [ga, gb] = gradient(g!, a!, b!, y!);
        return [ga && sumTo(ga, a!), gb && sumTo(gb, b!)];
      },
    }),
    evaluate: ([a, b]) => [mapElements(compute, a!, b!)],
  };
  return (a: TensorLike, b: TensorLike): Tensor => {
    const dataType = typeof a !== "number" ? a.dataType : typeof b !== "number" ? b.dataType : "float32";
    return createTensor(operation, withoutNeedlessExpansion(toTensor(a, dataType), toTensor(b, dataType)), null);
  };
}

/** ONNX broadcasts by itself, so an operand need not be expanded where the other one has the full shape. */
function withoutNeedlessExpansion(a: Tensor, b: Tensor): [Tensor, Tensor] {
  const smallerA = unexpanded(a);
  if (smallerA && shapesEqual(a.shape, b.shape)) return [smallerA, b];
  const smallerB = unexpanded(b);
  if (smallerB && shapesEqual(a.shape, b.shape)) return [a, smallerB];
  return [a, b];
}
