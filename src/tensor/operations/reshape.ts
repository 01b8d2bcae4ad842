import { UsageError } from "../../errors.js";
import type { Lowering } from "../lowering.js";
import { ndArray, sizeOfShape } from "../reference/nd-array.js";
import { type Dimension, factorsOf, formatShape, productOf, type Shape, shapeError, shapesEqual } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";

/** Where a dimension of the result comes from: fixed, an axis of the input, or whatever elements are left. */
type Source = number | { readonly axis: number } | { readonly rest: string };

/** Undefined: a second input gives the shape. */
type ReshapeAttributes = { readonly sources?: readonly Source[] };

const reshapeOperation: Operation<ReshapeAttributes> = {
  name: "Reshape",
  describe: ([x, like], { sources }) => [
    { shape: sources ? shapeFrom(sources, x!.shape) : like!.shape, dataType: x!.dataType },
  ],
  lower: ({ attributes: { sources } }, [x, like], onnx) =>
    onnx.emit("Reshape", [x!, sources ? lowerTarget(sources, x!, onnx) : onnx.shapeOf(like!)]),
  gradient: ({ inputs: [x] }, [g]) => [reshapeLike(g!, x!), undefined],
  evaluate: ([x, like], { sources }) => {
    if (!sources) return [ndArray(like!.shape, x!.data)];
    const known = sources.map((source) =>
      typeof source === "number" ? source : "axis" in source ? x!.shape[source.axis]! : undefined,
    );
    const rest = sizeOfShape(x!.shape) / known.reduce<number>((product, size) => product * (size ?? 1), 1);
    return [
      ndArray(
        known.map((size) => size ?? rest),
        x!.data,
      ),
    ];
  },
};

/** What is left is known where all of the input is. */
function shapeFrom(sources: readonly Source[], from: Shape): Shape {
  const shape = sources.map((source) => dimensionOf(source, from));
  const total = productOf(from);
  if (typeof total !== "number") return shape;
  const known = shape.reduce<number>((product, size) => product * (typeof size === "number" ? size : 1), 1);
  return shape.map((size) => (typeof size === "number" ? size : total / known));
}

function dimensionOf(source: Source, from: Shape): Dimension {
  if (typeof source === "number") return source;
  return "axis" in source ? (from[source.axis] as Dimension) : source.rest;
}

/** ONNX's target: 0 keeps the size at the same position, one −1 is inferred; what they cannot tell is read from the shape. */
function lowerTarget(sources: readonly Source[], x: string, onnx: Lowering): string {
  const unfixed = sources.filter((source, axis) => !isFixed(source, axis)).length;
  if (unfixed <= 1) {
    return onnx.int64(
      sources.map((source, axis) => (isFixed(source, axis) ? (typeof source === "number" ? source : 0) : -1)),
    );
  }
  const parts = sources.map((source) => {
    if (typeof source === "number") return onnx.int64([source]);
    if ("rest" in source) return onnx.int64([-1]);
    return onnx.emit("Gather", [onnx.shapeOf(x), onnx.int64([source.axis])])[0]!;
  });
  return onnx.emit("Concat", parts, { axis: { int: 0 } })[0]!;
}

function isFixed(source: Source, axis: number): boolean {
  return typeof source === "number" || ("axis" in source && source.axis === axis);
}

/** Undefined if more than one size would have to be inferred. */
function findSources(from: Shape, to: Shape): Source[] | undefined {
  const sources = to.map((dimension, axis): Source => {
    if (typeof dimension === "number") return dimension;
    if (from[axis] === dimension) return { axis };
    const found = from.indexOf(dimension);
    return found >= 0 ? { axis: found } : { rest: dimension };
  });
  const inferred = sources.filter((source) => typeof source === "object" && "rest" in source);
  return inferred.length > 1 ? undefined : sources;
}

/**
 * The same elements, row-major, in another shape. At most one dynamic dimension may be new; its size is inferred.
 * Throws if the numbers of elements cannot agree.
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  if (shapesEqual(x.shape, shape)) return x;
  if (cannotHoldTheSame(x.shape, shape)) {
    throw shapeError("reshape", [x.shape, shape], "both shapes must hold the same number of elements");
  }
  const sources = findSources(x.shape, shape);
  if (sources === undefined) {
    throw new UsageError({
      code: "shape-mismatch",
      message: `reshape: ${formatShape(x.shape)} to ${formatShape(shape)} leaves more than one size unknown.`,
      fix: "Use at most one dynamic dimension that the tensor does not have, or reshapeLike().",
    });
  }
  return createTensor(reshapeOperation, [x], { sources });
}

/** `x` in the shape of `like`, whatever its dynamic dimensions are. Throws if the numbers of elements cannot agree. */
export function reshapeLike(x: Tensor, like: Tensor): Tensor {
  if (shapesEqual(x.shape, like.shape)) return x;
  if (cannotHoldTheSame(x.shape, like.shape)) {
    throw shapeError("reshapeLike", [x.shape, like.shape], "both shapes must hold the same number of elements");
  }
  const sources = findSources(x.shape, like.shape);
  return sources ? createTensor(reshapeOperation, [x], { sources }) : createTensor(reshapeOperation, [x, like], {});
}

/** All elements in one vector. */
export function flatten(x: Tensor): Tensor {
  return reshape(x, [productOf(x.shape)]);
}

/** True if the sizes differ for every value that the names can take. */
function cannotHoldTheSame(from: Shape, to: Shape): boolean {
  const left = factorsOf(from);
  const right = factorsOf(to);
  const onlyLeft = [...left.names];
  const onlyRight = right.names.filter((name) => {
    const found = onlyLeft.indexOf(name);
    if (found >= 0) onlyLeft.splice(found, 1);
    return found < 0;
  });
  if (onlyLeft.length > 0 && onlyRight.length > 0) return false;
  if (onlyLeft.length > 0) return left.size === 0 ? right.size !== 0 : right.size % left.size !== 0;
  if (onlyRight.length > 0) return right.size === 0 ? left.size !== 0 : left.size % right.size !== 0;
  return left.size !== right.size;
}
