import { broadcastAt, tabulate } from "../reference/nd-array.js";
import { broadcastShapes, type Shape, shapeError, shapesEqual } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";
import { sumTo } from "./sum.js";

interface ExpandAttributes {
  /** The shape to take, where no second input gives it. */
  readonly shape?: Shape;
  /** Made by a gradient rule, so nobody holds this tensor: operations that broadcast by themselves may look through it. */
  readonly transparent?: boolean;
}

/** Inputs: the value and, unless the attributes give the shape, a tensor whose shape it takes. */
const expandOperation: Operation<ExpandAttributes> = {
  name: "Expand",
  describe: ([x, like], { shape }) => {
    const operation = like ? "expandLike" : "broadcastTo";
    const target = like?.shape ?? namedAsIn(x!.shape, shape!);
    const fits = x!.shape.length <= target.length && shapesEqual(broadcastShapes(operation, x!.shape, target), target);
    if (!fits) throw shapeError(operation, [x!.shape, target], "the first shape must broadcast to the second");
    return [{ shape: target, dataType: x!.dataType }];
  },
  lower: (node, [x, like], onnx) => {
    const { shape } = node.outputs[0]!;
    const fixed = shape.every((dimension) => typeof dimension === "number");
    // ONNX's Expand broadcasts both ways, so a 1 keeps a dynamic dimension that `x` already has.
    const target = shape.map((dimension) => (typeof dimension === "number" ? dimension : 1));
    return onnx.emit("Expand", [x!, fixed || like === undefined ? onnx.int64(target) : onnx.shapeOf(like)]);
  },
  gradient: ({ inputs }, [g]) => [sumTo(g!, inputs[0]!), undefined],
  evaluate: ([x, like], { shape }) => [
    tabulate(like?.shape ?? (namedAsIn(x!.shape, shape!) as number[]), (index) => broadcastAt(x!, index)),
  ],
};

/** `shape` with its dynamic dimensions taken from `x` at the same place, counted from the right. */
function namedAsIn(x: Shape, shape: Shape): Shape {
  return shape.map((dimension, axis) =>
    typeof dimension === "number" ? dimension : (x[axis - shape.length + x.length] ?? dimension),
  );
}

/** Repeats `x` to the shape of `like` (only the shape of `like` is used). Throws if it does not broadcast. */
export function expandLike(x: Tensor, like: Tensor): Tensor {
  return shapesEqual(x.shape, like.shape) ? x : createTensor(expandOperation, [x, like], {});
}

/** `expandLike` for gradient rules, whose result nobody asks the gradient of. */
export function repeatLike(x: Tensor, like: Tensor): Tensor {
  return shapesEqual(x.shape, like.shape) ? x : createTensor(expandOperation, [x, like], { transparent: true });
}

/** Repeats `x` to a shape. A dynamic dimension must be that of `x` at the same place. Throws if it does not broadcast. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  if (shapesEqual(x.shape, shape)) return x;
  const own = x.shape.slice(Math.max(0, x.shape.length - shape.length));
  const lead = shape.length - own.length;
  if (shape.some((dimension, axis) => typeof dimension === "string" && own[axis - lead] !== dimension)) {
    throw shapeError(
      "broadcastTo",
      [x.shape, shape],
      "every dynamic dimension must be that of the tensor at the same place",
    );
  }
  return createTensor(expandOperation, [x], { shape });
}

/** The value before a transparent expansion, if `tensor` is one. */
export function unexpanded(tensor: Tensor): Tensor | undefined {
  const { operation, attributes, inputs } = tensor.node;
  if (operation !== (expandOperation as Operation) || !(attributes as ExpandAttributes).transparent) return undefined;
  return inputs[0];
}

/** The tensor, as one that may be differentiated with respect to or substituted: see `ExpandAttributes.transparent`. */
export function opaque(tensor: Tensor): Tensor {
  return unexpanded(tensor) === undefined ? tensor : createTensor(expandOperation, tensor.node.inputs, {});
}
