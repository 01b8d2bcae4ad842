import { mapElements } from "../reference/nd-array.js";
import { shapeError } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";
import { and, greater, greaterOrEqual, less, lessOrEqual } from "./comparison.js";
import { type TensorLike, toTensor } from "./constant.js";
import { defineBinary } from "./elementwise.js";
import { requireType } from "./require-type.js";
import { sum } from "./sum.js";
import { where } from "./where.js";

/** The smaller of two, broadcast. Where they are equal the gradient goes to the first. */
export const minimum = defineBinary({
  name: "Min",
  label: "minimum",
  compute: (a, b) => Math.min(a, b),
  gradient: (g, a, b) => {
    const first = lessOrEqual(a, b);
    return [where(first, g, 0), where(first, 0, g)];
  },
});

/** The larger of two, broadcast. Where they are equal the gradient goes to the first. */
export const maximum = defineBinary({
  name: "Max",
  label: "maximum",
  compute: (a, b) => Math.max(a, b),
  gradient: (g, a, b) => {
    const first = greaterOrEqual(a, b);
    return [where(first, g, 0), where(first, 0, g)];
  },
});

const clipOperation: Operation<null> = {
  name: "Clip",
  describe: ([x, low, high]) => {
    requireType("clip", [x!], "float32", "int32");
    requireType("clip", [low!, high!], x!.dataType);
    if (low!.shape.length !== 0 || high!.shape.length !== 0) {
      throw shapeError("clip", [x!.shape, low!.shape, high!.shape], "both bounds must be scalars");
    }
    return [{ shape: x!.shape, dataType: x!.dataType }];
  },
  lower: (_node, inputs, onnx) => onnx.emit("Clip", inputs),
  gradient: ({ inputs: [x, low, high] }, [g]) => [
    where(and(greaterOrEqual(x!, low!), lessOrEqual(x!, high!)), g!, 0),
    sum(where(less(x!, low!), g!, 0)),
    sum(where(greater(x!, high!), g!, 0)),
  ],
  evaluate: ([x, low, high]) => [mapElements((v, l, h) => Math.min(Math.max(v, l), h), x!, low!, high!)],
};

/** x limited to [low, high] (scalars); the gradient is zero outside and one on and between the bounds. */
export function clip(x: Tensor, low: TensorLike, high: TensorLike): Tensor {
  return createTensor(clipOperation, [x, toTensor(low, x.dataType), toTensor(high, x.dataType)], null);
}
