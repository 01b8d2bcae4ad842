import { stridesOf, tabulate } from "../reference/nd-array.js";
import { type Dimension, shapeError } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";

interface TransposeAttributes {
  readonly permutation: readonly number[];
}

const transposeOperation: Operation<TransposeAttributes> = {
  name: "Transpose",
  describe: ([x], { permutation }) => [
    { shape: permutation.map((axis) => x!.shape[axis] as Dimension), dataType: x!.dataType },
  ],
  lower: ({ attributes: { permutation } }, [x], onnx) => onnx.emit("Transpose", [x!], { perm: { ints: permutation } }),
  gradient: ({ attributes: { permutation } }, [g]) => [transpose(g!, inverse(permutation))],
  evaluate: ([x], { permutation }) => {
    const strides = stridesOf(x!.shape);
    return [
      tabulate(
        permutation.map((axis) => x!.shape[axis]!),
        (index) => x!.data[index.reduce((sum, i, axis) => sum + i * strides[permutation[axis]!]!, 0)]!,
      ),
    ];
  },
};

function inverse(permutation: readonly number[]): number[] {
  const result = new Array<number>(permutation.length);
  for (const [to, from] of permutation.entries()) result[from] = to;
  return result;
}

/** Reorders axes; by default swaps the last two. */
export function transpose(x: Tensor, permutation?: readonly number[]): Tensor {
  const rank = x.shape.length;
  const order =
    permutation ?? [...Array(rank).keys()].map((axis) => (axis >= rank - 2 && rank >= 2 ? 2 * rank - 3 - axis : axis));
  const sorted = [...order].sort((a, b) => a - b);
  if (order.length !== rank || sorted.some((axis, i) => axis !== i)) {
    throw shapeError("transpose", [x.shape, order], "the second list must be a permutation of the axes of the first");
  }
  if (order.every((axis, i) => axis === i)) return x;
  return createTensor(transposeOperation, [x], { permutation: order });
}
