import { UsageError } from "../../errors.js";
import { type NdArray, sizeOfShape, tabulate } from "../reference/nd-array.js";
import { type Dimension, normalizeAxis, shapeError } from "../shape.js";
import { createNode, createTensor, type Operation, type Tensor } from "../tensor.js";
import { zerosLike } from "./arithmetic.js";

interface ConcatAttributes {
  readonly axis: number;
}

const concatOperation: Operation<ConcatAttributes> = {
  name: "Concat",
  describe: (inputs, { axis }) => {
    const first = inputs[0]!;
    let total = 0;
    for (const { shape, dataType } of inputs) {
      const size = shape[axis];
      const fits =
        shape.length === first.shape.length &&
        shape.every((dimension, a) => a === axis || dimension === first.shape[a]);
      if (!fits || typeof size !== "number" || dataType !== first.dataType) {
        throw shapeError(
          "concat",
          inputs.map((x) => x.shape),
          `types and all sizes must be equal, except along axis ${axis}, which must be fixed`,
        );
      }
      total += size;
    }
    return [{ shape: first.shape.map((d, a) => (a === axis ? total : d)), dataType: first.dataType }];
  },
  lower: ({ attributes: { axis } }, inputs, onnx) => onnx.emit("Concat", inputs, { axis: { int: axis } }),
  gradient: ({ inputs, attributes: { axis } }, [g]) =>
    split(
      g!,
      inputs.map((x) => x.shape[axis] as number),
      axis,
    ),
  evaluate: (inputs, { axis }) => {
    const total = inputs.reduce((size, x) => size + x.shape[axis]!, 0);
    return [
      tabulate(
        inputs[0]!.shape.map((size, a) => (a === axis ? total : size)),
        (index) => {
          let position = index[axis]!;
          let source = 0;
          while (position >= inputs[source]!.shape[axis]!) position -= inputs[source++]!.shape[axis]!;
          return elementAt(inputs[source]!, index, axis, position);
        },
      ),
    ];
  },
};

/** The element at `index`, with the index along `axis` replaced. */
export function elementAt(x: NdArray, index: readonly number[], axis: number, position: number): number {
  let offset = 0;
  for (const [a, size] of x.shape.entries()) offset = offset * size + (a === axis ? position : index[a]!);
  return x.data[offset]!;
}

/** Joins tensors along an axis (default: the last); the other sizes must agree. */
export function concat(tensors: readonly Tensor[], axis = -1): Tensor {
  const [first] = tensors;
  if (first === undefined) {
    throw new UsageError({
      code: "empty-list",
      message: "concat: the list of tensors is empty.",
      fix: "Give at least one.",
    });
  }
  const resolved = normalizeAxis("concat", axis, first.shape.length);
  return tensors.length === 1 ? first : createTensor(concatOperation, tensors, { axis: resolved });
}

interface SplitAttributes {
  readonly axis: number;
  readonly sizes: readonly number[];
}

const splitOperation: Operation<SplitAttributes> = {
  name: "Split",
  describe: ([x], { axis, sizes }) => {
    if (sizes.reduce((total, size) => total + size, 0) !== x!.shape[axis]) {
      throw shapeError("split", [x!.shape, sizes], `the sizes must add up to the tensor's size along axis ${axis}`);
    }
    return sizes.map((size) => ({ shape: x!.shape.map((d, a) => (a === axis ? size : d)), dataType: x!.dataType }));
  },
  lower: ({ attributes: { axis, sizes } }, [x], onnx) =>
    onnx.emit("Split", [x!, onnx.int64(sizes)], { axis: { int: axis } }, sizes.length),
  gradient: ({ outputs, attributes: { axis } }, outputGradients) => [
    concat(
      outputs.map((output, i) => outputGradients[i] ?? zerosLike(output)),
      axis,
    ),
  ],
  evaluate: ([x], { axis, sizes }) => {
    let start = 0;
    return sizes.map((size) => {
      const from = start;
      start += size;
      const shape = x!.shape.map((d, a) => (a === axis ? size : d));
      return sizeOfShape(shape) === 0
        ? { shape, data: new Float64Array(0) }
        : tabulate(shape, (index) => elementAt(x!, index, axis, index[axis]! + from));
    });
  },
};

/** Cuts a tensor into pieces of the given sizes along an axis (default: the last). */
export function split(x: Tensor, sizes: readonly number[], axis = -1): readonly Tensor[] {
  const resolved = normalizeAxis("split", axis, x.shape.length);
  if (sizes.length === 1 && sizes[0] === (x.shape[resolved] as Dimension)) return [x];
  return createNode(splitOperation, [x], { axis: resolved, sizes });
}
