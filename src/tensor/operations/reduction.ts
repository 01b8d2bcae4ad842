import { UsageError } from "../../errors.js";
import type { Lowering } from "../lowering.js";
import { forEachIndex, type NdArray, ndArray, sizeOfShape, stridesOf } from "../reference/nd-array.js";
import { type Dimension, normalizeAxis, type Shape } from "../shape.js";
import { createTensor, type Node, type Operation, type Tensor } from "../tensor.js";
import { requireType } from "./require-type.js";
import { reshape } from "./reshape.js";

export interface ReduceAttributes {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** Options of every reduction. `axes`: all by default. */
export interface ReduceOptions {
  readonly axes?: readonly number[] | number;
  /** Keep reduced axes with size 1. */
  readonly keepDims?: boolean;
}

function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Dimension[] {
  return shape.flatMap((dimension, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [dimension]));
}

/** Brings a reduced tensor back to the rank it had, so that it broadcasts against the unreduced one. */
function withReducedAxes(tensor: Tensor, input: Tensor, { axes, keepDims }: ReduceAttributes): Tensor {
  return keepDims ? tensor : reshape(tensor, reducedShape(input.shape, axes, true));
}

/** A reduction that is one ONNX operator. */
export function defineReduction(
  label: string,
  name: string,
  reduceValues: (values: readonly number[]) => number,
  gradient: (g: Tensor, x: Tensor, y: Tensor, attributes: ReduceAttributes) => Tensor,
  /** A faster way to write it for some inputs; undefined for the others. */
  lowerSpecially: (node: Node<ReduceAttributes>, input: string, onnx: Lowering) => readonly string[] | undefined = () =>
    undefined,
) {
  const operation: Operation<ReduceAttributes> = {
    name,
    describe: ([x], { axes, keepDims }) => {
      requireType(label, [x!], "float32");
      return [{ shape: reducedShape(x!.shape, axes, keepDims), dataType: x!.dataType }];
    },
    lower: (node, [x], onnx) => {
      const { axes, keepDims } = node.attributes;
      const general = () => onnx.emit(name, [x!, onnx.int64(axes)], { keepdims: { int: keepDims ? 1 : 0 } });
      return lowerSpecially(node, x!, onnx) ?? general();
    },
    gradient: ({ inputs: [x], outputs: [y], attributes }, [g]) => [
      gradient(withReducedAxes(g!, x!, attributes), x!, withReducedAxes(y!, x!, attributes), attributes),
    ],
    evaluate: ([x], { axes, keepDims }) => [reduceReference(x!, axes, keepDims, reduceValues)],
  };
  return (x: Tensor, options: ReduceOptions = {}): Tensor => {
    const { axes = x.shape.map((_, axis) => axis), keepDims = false } = options;
    const list = typeof axes === "number" ? [axes] : axes;
    const resolved = list.map((axis) => normalizeAxis(label, axis, x.shape.length));
    if (new Set(resolved).size !== resolved.length) {
      throw new UsageError({
        code: "axis-out-of-range",
        message: `${label}: axes [${list.join(", ")}] name an axis twice.`,
        fix: "Name each axis once.",
      });
    }
    return resolved.length === 0 ? x : createTensor(operation, [x], { axes: resolved, keepDims });
  };
}

function reduceReference(
  x: NdArray,
  axes: readonly number[],
  keepDims: boolean,
  reduceValues: (values: readonly number[]) => number,
): NdArray {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const strides = stridesOf(kept);
  const groups: number[][] = Array.from({ length: sizeOfShape(kept) }, () => []);
  forEachIndex(x.shape, (index, position) => {
    const group = index.reduce((sum, i, axis) => sum + (kept[axis] === 1 ? 0 : i * strides[axis]!), 0);
    groups[group]!.push(x.data[position]!);
  });
  const shape = keepDims ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
  return ndArray(shape, groups.map(reduceValues));
}
