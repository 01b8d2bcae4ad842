import { UsageError } from "../../errors.js";
import { tabulate } from "../reference/nd-array.js";
import { formatShape, normalizeAxis } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";
import { elementAt } from "./concat.js";

interface SliceAttributes {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

const sliceOperation: Operation<SliceAttributes> = {
  name: "Slice",
  describe: ([x], { axis, start, end }) => [
    { shape: x!.shape.map((d, a) => (a === axis ? end - start : d)), dataType: x!.dataType },
  ],
  lower: ({ attributes: { axis, start, end } }, [x], onnx) =>
    onnx.emit("Slice", [x!, onnx.int64([start]), onnx.int64([end]), onnx.int64([axis])]),
  gradient: ({ inputs: [x], attributes: { axis, start, end } }, [g]) => [
    pad(g!, axis, start, (x!.shape[axis] as number) - end),
  ],
  evaluate: ([x], { axis, start, end }) => [
    tabulate(
      x!.shape.map((d, a) => (a === axis ? end - start : d)),
      (index) => elementAt(x!, index, axis, index[axis]! + start),
    ),
  ],
};

/** Elements start … end − 1 along a fixed-size axis; negative positions count from the end. */
export function slice(x: Tensor, axis: number, start: number, end?: number): Tensor {
  const resolved = normalizeAxis("slice", axis, x.shape.length);
  const size = x.shape[resolved];
  if (typeof size !== "number") {
    throw new UsageError({
      code: "dynamic-axis",
      message: `slice: axis ${axis} of ${formatShape(x.shape)} has no fixed size.`,
      fix: "Slice along an axis of fixed size, or use gatherRows() with fed indices.",
    });
  }
  const from = start < 0 ? start + size : start;
  const to = end === undefined ? size : end < 0 ? end + size : end;
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= size)) {
    throw new UsageError({
      code: "slice-out-of-range",
      message: `slice: ${start} to ${end ?? "the end"} is not a range within axis ${axis} of ${formatShape(x.shape)}.`,
      fix: `Use positions from 0 to ${size}, the first below the second.`,
    });
  }
  return from === 0 && to === size ? x : createTensor(sliceOperation, [x], { axis: resolved, start: from, end: to });
}

interface PadAttributes {
  readonly axis: number;
  readonly before: number;
  readonly after: number;
}

const padOperation: Operation<PadAttributes> = {
  name: "Pad",
  describe: ([x], { axis, before, after }) => [
    { shape: x!.shape.map((d, a) => (a === axis ? (d as number) + before + after : d)), dataType: x!.dataType },
  ],
  lower: ({ attributes: { axis, before, after } }, [x], onnx) =>
    onnx.emit("Pad", [x!, onnx.int64([before, after]), "", onnx.int64([axis])]),
  gradient: ({ inputs: [x], attributes: { axis, before } }, [g]) => [
    slice(g!, axis, before, before + (x!.shape[axis] as number)),
  ],
  evaluate: ([x], { axis, before, after }) => [
    tabulate(
      x!.shape.map((d, a) => (a === axis ? d + before + after : d)),
      (index) => {
        const position = index[axis]! - before;
        return position < 0 || position >= x!.shape[axis]! ? 0 : elementAt(x!, index, axis, position);
      },
    ),
  ],
};

/** Adds zeros before and after along a fixed-size axis. */
export function pad(x: Tensor, axis: number, before: number, after: number): Tensor {
  const resolved = normalizeAxis("pad", axis, x.shape.length);
  if (typeof x.shape[resolved] !== "number" || !(before >= 0 && after >= 0)) {
    throw new UsageError({
      code: "pad-out-of-range",
      message: `pad: cannot add ${before} and ${after} zeros along axis ${axis} of ${formatShape(x.shape)}.`,
      fix: "Pad an axis of fixed size by non-negative amounts.",
    });
  }
  return before === 0 && after === 0 ? x : createTensor(padOperation, [x], { axis: resolved, before, after });
}
