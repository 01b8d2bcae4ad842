import { mapElements } from "../reference/nd-array.js";
import { broadcastShapes } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";
import { type TensorLike, toTensor } from "./constant.js";
import { requireType } from "./require-type.js";
import { sumTo } from "./sum.js";

const whereOperation: Operation<null> = {
  name: "Where",
  describe: ([condition, a, b]) => {
    requireType("where", [condition!], "bool");
    requireType("where", [b!], a!.dataType);
    const values = broadcastShapes("where", a!.shape, b!.shape);
    return [{ shape: broadcastShapes("where", condition!.shape, values), dataType: a!.dataType }];
  },
  lower: ({ outputs }, inputs, onnx) => {
    if (outputs[0]!.dataType !== "bool") return onnx.emit("Where", inputs);
    // ONNX Runtime cannot choose between booleans.
    const [condition, a, b] = inputs;
    const [chosen] = onnx.emit("Where", [condition!, onnx.cast(a!, "int32"), onnx.cast(b!, "int32")]);
    return [onnx.cast(chosen!, "bool")];
  },
  gradient: ({ inputs: [condition, a, b] }, [g]) => [
    undefined,
    sumTo(where(condition!, g!, 0), a!),
    sumTo(where(condition!, 0, g!), b!),
  ],
  evaluate: ([condition, a, b]) => [mapElements((c, x, y) => (c ? x : y), condition!, a!, b!)],
};

/**
 * `a` where the condition holds, else `b`; all three are broadcast. The branch not taken gets a gradient of zero, which
 * becomes NaN where its own derivative is infinite: keep both branches differentiable, e.g. log(maximum(x, 1e-6)).
 */
export function where(condition: Tensor, a: TensorLike, b: TensorLike): Tensor {
  const dataType = typeof a !== "number" ? a.dataType : typeof b !== "number" ? b.dataType : "float32";
  return createTensor(whereOperation, [condition, toTensor(a, dataType), toTensor(b, dataType)], null);
}
