import { type NdArray, tabulate } from "../reference/nd-array.js";
import { normalizeAxis } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";
import { mul, sub } from "./arithmetic.js";
import { labelOf } from "./elementwise.js";
import { exp } from "./exponential.js";
import { requireType } from "./require-type.js";
import { sum } from "./sum.js";

interface AxisAttributes {
  readonly axis: number;
}

/** Applies `compute` along an axis: it gets all values of the line and the position of the wanted one. */
function alongAxis(x: NdArray, axis: number, compute: (line: number[], position: number) => number): NdArray {
  return tabulate(x.shape, (index) => {
    const line = Array.from({ length: x.shape[axis]! }, (_, i) => {
      let position = 0;
      for (const [a, size] of x.shape.entries()) position = position * size + (a === axis ? i : index[a]!);
      return x.data[position]!;
    });
    return compute(line, index[axis]!);
  });
}

const logNormalizer = (line: readonly number[]) => {
  const largest = Math.max(...line);
  return largest + Math.log(line.reduce((total, value) => total + Math.exp(value - largest), 0));
};

function defineAlongAxis(
  name: string,
  compute: (line: number[], position: number) => number,
  gradient: (g: Tensor, y: Tensor, axis: number) => Tensor,
) {
  const operation: Operation<AxisAttributes> = {
    name,
    describe: ([x]) => {
      requireType(labelOf(name), [x!], "float32");
      return [{ shape: x!.shape, dataType: "float32" }];
    },
    lower: ({ attributes: { axis } }, inputs, onnx) => onnx.emit(name, inputs, { axis: { int: axis } }),
    gradient: ({ outputs: [y], attributes: { axis } }, [g]) => [gradient(g!, y!, axis)],
    evaluate: ([x], { axis }) => [alongAxis(x!, axis, compute)],
  };
  return (x: Tensor, axis = -1): Tensor =>
    createTensor(operation, [x], { axis: normalizeAxis(labelOf(name), axis, x.shape.length) });
}

/** eˣ / Σ eˣ along an axis (default: the last). */
export const softmax = defineAlongAxis(
  "Softmax",
  (line, position) => Math.exp(line[position]! - logNormalizer(line)),
  (g, y, axis) => mul(y, sub(g, sum(mul(g, y), { axes: axis, keepDims: true }))),
);

/** x − log Σ eˣ along an axis (default: the last). */
export const logSoftmax = defineAlongAxis(
  "LogSoftmax",
  (line, position) => line[position]! - logNormalizer(line),
  (g, y, axis) => sub(g, mul(exp(y), sum(g, { axes: axis, keepDims: true }))),
);
