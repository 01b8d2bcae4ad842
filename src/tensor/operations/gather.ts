import { ndArray, sizeOfShape, tabulate } from "../reference/nd-array.js";
import { normalizeAxis, type Shape, shapeError, shapesEqual } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";
import { zerosLike } from "./arithmetic.js";
import { elementAt } from "./concat.js";
import { requireType } from "./require-type.js";

const gatherRowsOperation: Operation<null> = {
  name: "Gather",
  describe: ([x, indices]) => {
    requireType("gatherRows", [indices!], "int32");
    if (x!.shape.length === 0) throw shapeError("gatherRows", [x!.shape, indices!.shape], "the first must have rows");
    return [{ shape: [...indices!.shape, ...x!.shape.slice(1)], dataType: x!.dataType }];
  },
  lower: (_node, inputs, onnx) => onnx.emit("Gather", inputs, { axis: { int: 0 } }),
  gradient: ({ inputs: [x, indices] }, [g]) => [scatterAddRows(zerosLike(x!), indices!, g!), undefined],
  evaluate: ([x, indices]) => {
    const row = sizeOfShape(x!.shape.slice(1));
    const data = new Float64Array(indices!.data.length * row);
    for (const [i, index] of indices!.data.entries())
      data.set(x!.data.subarray(index * row, (index + 1) * row), i * row);
    return [ndArray([...indices!.shape, ...x!.shape.slice(1)], data)];
  },
};

/** Rows of `x` (along its first axis) chosen by non-negative int32 indices of any shape: [...indices, ...row]. Embeddings. */
export function gatherRows(x: Tensor, indices: Tensor): Tensor {
  return createTensor(gatherRowsOperation, [x, indices], null);
}

const scatterAddRowsOperation: Operation<null> = {
  name: "ScatterND",
  describe: ([base, indices, updates]) => {
    requireType("scatterAddRows", [base!, updates!], "float32");
    requireType("scatterAddRows", [indices!], "int32");
    const rows = [...indices!.shape, ...base!.shape.slice(1)];
    if (base!.shape.length === 0 || !shapesEqual(updates!.shape, rows)) {
      const shapes = [base!.shape, indices!.shape, updates!.shape];
      throw shapeError(
        "scatterAddRows",
        shapes,
        "the updates must have the shape of the indices followed by that of a row",
      );
    }
    return [{ shape: base!.shape, dataType: base!.dataType }];
  },
  lower: (_node, [base, indices, updates], onnx) => {
    const [column] = onnx.emit("Unsqueeze", [onnx.cast(indices!, "int64"), onnx.int64([-1])]);
    return onnx.emit("ScatterND", [base!, column!, updates!], { reduction: { string: "add" } });
  },
  gradient: ({ inputs: [, indices] }, [g]) => [g, undefined, gatherRows(g!, indices!)],
  evaluate: ([base, indices, updates]) => {
    const row = sizeOfShape(base!.shape.slice(1));
    const data = base!.data.slice();
    for (const [i, index] of indices!.data.entries()) {
      for (let k = 0; k < row; k++) data[index * row + k]! += updates!.data[i * row + k]!;
    }
    return [ndArray(base!.shape, data)];
  },
};

/** `base` with `updates` added to the rows that `indices` name; repeated indices add up. */
export function scatterAddRows(base: Tensor, indices: Tensor, updates: Tensor): Tensor {
  return createTensor(scatterAddRowsOperation, [base, indices, updates], null);
}

interface AxisAttributes {
  readonly axis: number;
}

const sameExceptAlong = (axis: number, a: Shape, b: Shape) =>
  a.length === b.length && a.every((dimension, i) => i === axis || dimension === b[i]);

const gatherAlongOperation: Operation<AxisAttributes> = {
  name: "GatherElements",
  describe: ([x, indices], { axis }) => {
    requireType("gatherAlong", [indices!], "int32");
    if (!sameExceptAlong(axis, x!.shape, indices!.shape)) {
      throw shapeError("gatherAlong", [x!.shape, indices!.shape], `all sizes must be equal, except along axis ${axis}`);
    }
    return [{ shape: indices!.shape, dataType: x!.dataType }];
  },
  lower: ({ attributes: { axis } }, inputs, onnx) => onnx.emit("GatherElements", inputs, { axis: { int: axis } }),
  gradient: ({ inputs: [x, indices], attributes: { axis } }, [g]) => [
    scatterAddAlong(zerosLike(x!), indices!, g!, axis),
    undefined,
  ],
  evaluate: ([x, indices], { axis }) => [
    tabulate(indices!.shape, (index) => elementAt(x!, index, axis, elementAt(indices!, index, -1, 0))),
  ],
};

/** One element per line: result[i, j] = x[i, indices[i, j]] for axis 1. Indices are int32, not negative, and have the rank of `x`. */
export function gatherAlong(x: Tensor, indices: Tensor, axis = -1): Tensor {
  return createTensor(gatherAlongOperation, [x, indices], { axis: normalizeAxis("gatherAlong", axis, x.shape.length) });
}

const scatterAddAlongOperation: Operation<AxisAttributes> = {
  name: "ScatterElements",
  describe: ([base, indices, updates], { axis }) => {
    requireType("scatterAddAlong", [base!, updates!], "float32");
    requireType("scatterAddAlong", [indices!], "int32");
    if (!sameExceptAlong(axis, base!.shape, indices!.shape) || !shapesEqual(indices!.shape, updates!.shape)) {
      const shapes = [base!.shape, indices!.shape, updates!.shape];
      throw shapeError(
        "scatterAddAlong",
        shapes,
        `updates and indices must agree, and with the base except along axis ${axis}`,
      );
    }
    return [{ shape: base!.shape, dataType: base!.dataType }];
  },
  lower: ({ attributes: { axis } }, inputs, onnx) =>
    onnx.emit("ScatterElements", inputs, { axis: { int: axis }, reduction: { string: "add" } }),
  gradient: ({ inputs: [, indices], attributes: { axis } }, [g]) => [g, undefined, gatherAlong(g!, indices!, axis)],
  evaluate: ([base, indices, updates], { axis }) => {
    const result = { shape: base!.shape, data: base!.data.slice() };
    const strides = base!.shape.map((_, a) => sizeOfShape(base!.shape.slice(a + 1)));
    tabulate(indices!.shape, (index) => {
      const target = elementAt(indices!, index, -1, 0);
      const offset = strides.reduce((sum, stride, a) => sum + stride * (a === axis ? target : index[a]!), 0);
      result.data[offset]! += elementAt(updates!, index, -1, 0);
      return 0;
    });
    return [result];
  },
};

/** `base` with `updates` added at the places that `gatherAlong` would read; repeated indices add up. */
export function scatterAddAlong(base: Tensor, indices: Tensor, updates: Tensor, axis = -1): Tensor {
  const resolved = normalizeAxis("scatterAddAlong", axis, base.shape.length);
  return createTensor(scatterAddAlongOperation, [base, indices, updates], { axis: resolved });
}
