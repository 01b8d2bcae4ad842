import { UsageError } from "../../errors.js";
import type { Lowering } from "../lowering.js";
import { type NdArray, ndArray, sizeOfShape } from "../reference/nd-array.js";
import { type Dimension, formatShape, type Shape, shapeError } from "../shape.js";
import { createTensor, type Node, type Operation, type Tensor } from "../tensor.js";
import { requireType } from "./require-type.js";

/** One number for each spatial axis. */
export type Pair = readonly [vertical: number, horizontal: number];

export interface Conv2dOptions {
  /** Steps of the kernel over the image; default 1. */
  readonly strides?: number | Pair;
  /** Zeros around the image: everywhere, or [top, left, bottom, right]; default 0. */
  readonly padding?: number | readonly [top: number, left: number, bottom: number, right: number];
  /** Distance between the pixels that neighboring kernel entries see; default 1. */
  readonly dilations?: number | Pair;
}

interface Window {
  readonly strides: Pair;
  readonly padding: readonly [number, number, number, number];
  readonly dilations: Pair;
}

/*
 * A convolution y = A(x, k) is bilinear, so Σ g·y is linear in each of x, k and g. Its three partial derivatives are the
 * convolution A(x, k), the image gradient B(g, k) and the kernel gradient C(x, g), and the gradients of any of the three
 * are the other two: nothing else is needed for derivatives of any order.
 */

const convolution: Operation<Window> = {
  name: "Conv",
  describe: ([x, kernel], window) => {
    requireType("conv2d", [x!, kernel!], "float32");
    return [{ shape: convolvedShape(x!.shape, kernel!.shape, window), dataType: "float32" }];
  },
  lower: ({ attributes }, inputs, onnx) => onnx.emit("Conv", inputs, onnxWindow(attributes)),
  gradient: ({ inputs: [x, k], attributes }, [g]) => [
    imageGradient(g!, k!, x!, attributes),
    kernelGradient(x!, g!, k!, attributes),
  ],
  evaluate: ([x, k], window) => {
    const y = zeros(convolvedShape(x!.shape, k!.shape, window) as number[]);
    forEachProduct(x!.shape, k!.shape, y.shape, window, (atX, atK, atY) => {
      y.data[atY]! += x!.data[atX]! * k!.data[atK]!;
    });
    return [y];
  },
};

interface GradientAttributes extends Window {
  /** Height and width of the result, which the stride leaves ambiguous. */
  readonly size: Pair;
}

/** Inputs: the gradient of the output, and the kernel. */
const imageGradientOperation: Operation<GradientAttributes> = {
  name: "ConvTranspose",
  describe: ([g, k], { size }) => [{ shape: [g!.shape[0]!, k!.shape[1]!, ...size], dataType: "float32" }],
  lower: ({ inputs: [g, k], attributes }, [gName, kName], onnx) => {
    // Rows that a stride larger than 1 leaves over at the end of the image.
    const rest = [0, 1].map(
      (i) => attributes.size[i]! - transposedSize(g!.shape[i + 2] as number, k!.shape[i + 2] as number, attributes, i),
    );
    return onnx.emit("ConvTranspose", [gName!, kName!], { ...onnxWindow(attributes), output_padding: { ints: rest } });
  },
  gradient: ({ inputs: [g, k], attributes }, [x]) => [
    conv2dNode(x!, k!, attributes),
    kernelGradient(x!, g!, k!, attributes),
  ],
  evaluate: ([g, k], { size, ...window }) => {
    const x = zeros([g!.shape[0]!, k!.shape[1]!, ...size]);
    forEachProduct(x.shape, k!.shape, g!.shape, window, (atX, atK, atY) => {
      x.data[atX]! += g!.data[atY]! * k!.data[atK]!;
    });
    return [x];
  },
};

/** Inputs: the image, and the gradient of the output. */
const kernelGradientOperation: Operation<GradientAttributes> = {
  name: "ConvKernelGradient",
  describe: ([x, g], { size }) => [{ shape: [g!.shape[1]!, x!.shape[1]!, ...size], dataType: "float32" }],
  lower: lowerKernelGradient,
  gradient: ({ inputs: [x, g], attributes }, [k]) => [
    imageGradient(g!, k!, x!, attributes),
    conv2dNode(x!, k!, attributes),
  ],
  evaluate: ([x, g], { size, ...window }) => {
    const k = zeros([g!.shape[1]!, x!.shape[1]!, ...size]);
    forEachProduct(x!.shape, k.shape, g!.shape, window, (atX, atK, atY) => {
      k.data[atK]! += g!.data[atY]! * x!.data[atX]!;
    });
    return [k];
  },
};

/**
 * The gradient slides over the image as if it were the kernel: batch and channels change places, and strides and
 * dilations too.
 */
function lowerKernelGradient(
  { inputs: [x, g], attributes: { strides, padding, dilations, size } }: Node<GradientAttributes>,
  [xName, gName]: readonly string[],
  onnx: Lowering,
): readonly string[] {
  const swap = { perm: { ints: [1, 0, 2, 3] } };
  const [image] = onnx.emit("Transpose", [xName!], swap);
  const [kernel] = onnx.emit("Transpose", [gName!], swap);
  const window: Window = { strides: dilations, padding, dilations: strides };
  let [result] = onnx.emit("Conv", [image!, kernel!], onnxWindow(window));
  const leavesRest = [0, 1].some(
    (i) => convolvedSize(x!.shape[i + 2] as number, g!.shape[i + 2] as number, window, i) !== size[i],
  );
  if (leavesRest) {
    [result] = onnx.emit("Slice", [result!, onnx.int64([0, 0]), onnx.int64(size), onnx.int64([2, 3])]);
  }
  return onnx.emit("Transpose", [result!], swap);
}

/**
 * Convolution as in the field (no flip): images `x` [batch, channels, height, width] with `kernel`
 * [filters, channels, height, width] give [batch, filters, height, width]. Only the batch size may be dynamic.
 */
export function conv2d(x: Tensor, kernel: Tensor, options: Conv2dOptions = {}): Tensor {
  const { strides = 1, padding = 0, dilations = 1 } = options;
  const pair = (value: number | Pair): Pair => (typeof value === "number" ? [value, value] : value);
  const window: Window = {
    strides: pair(strides),
    padding: typeof padding === "number" ? [padding, padding, padding, padding] : padding,
    dilations: pair(dilations),
  };
  for (const [name, values, least] of [
    ["strides", window.strides, 1],
    ["padding", window.padding, 0],
    ["dilations", window.dilations, 1],
  ] as const) {
    if (!values.every((value) => Number.isInteger(value) && value >= least)) {
      throw new UsageError({
        code: "invalid-option",
        message: `conv2d: ${name} are ${values.join(", ")}.`,
        fix: `Use whole numbers of at least ${least}.`,
      });
    }
  }
  return conv2dNode(x, kernel, window);
}

function conv2dNode(x: Tensor, kernel: Tensor, { strides, padding, dilations }: Window): Tensor {
  return createTensor(convolution, [x, kernel], { strides, padding, dilations });
}

function imageGradient(g: Tensor, kernel: Tensor, x: Tensor, window: Window): Tensor {
  return createTensor(imageGradientOperation, [g, kernel], { ...window, size: spatial(x.shape) });
}

function kernelGradient(x: Tensor, g: Tensor, kernel: Tensor, window: Window): Tensor {
  return createTensor(kernelGradientOperation, [x, g], { ...window, size: spatial(kernel.shape) });
}

const spatial = (shape: Shape): Pair => [shape[2] as number, shape[3] as number];

function convolvedSize(image: number, kernel: number, { strides, padding, dilations }: Window, i: number): number {
  return Math.floor((image + padding[i]! + padding[i + 2]! - dilations[i]! * (kernel - 1) - 1) / strides[i]!) + 1;
}

/** The smallest image whose convolution has the given size. */
function transposedSize(convolved: number, kernel: number, { strides, padding, dilations }: Window, i: number): number {
  return strides[i]! * (convolved - 1) + dilations[i]! * (kernel - 1) + 1 - padding[i]! - padding[i + 2]!;
}

function convolvedShape(x: Shape, kernel: Shape, window: Window): Dimension[] {
  const fixed = [...x.slice(1), ...kernel].every((dimension) => typeof dimension === "number");
  if (x.length !== 4 || kernel.length !== 4 || !fixed || x[1] !== kernel[1]) {
    const rule =
      "use fixed sizes [batch, channels, height, width] and [filters, channels, height, width] with equal channels";
    throw shapeError("conv2d", [x, kernel], rule);
  }
  const size = [0, 1].map((i) => convolvedSize(x[i + 2] as number, kernel[i + 2] as number, window, i));
  if (size.some((pixels) => pixels < 1)) {
    const padded = formatShape(window.padding);
    throw shapeError("conv2d", [x, kernel], `the dilated kernel must fit into the image with its padding ${padded}`);
  }
  return [x[0]!, kernel[0]!, ...size];
}

function onnxWindow({ strides, padding, dilations }: Window) {
  return { strides: { ints: strides }, pads: { ints: padding }, dilations: { ints: dilations } };
}

const zeros = (shape: readonly number[]): NdArray => ndArray(shape, new Float64Array(sizeOfShape(shape)));

/** Visits every product x·k that a convolution adds to an element of its output, as positions in the three arrays. */
function forEachProduct(
  x: readonly number[],
  k: readonly number[],
  y: readonly number[],
  { strides, padding, dilations }: Window,
  visit: (atX: number, atK: number, atY: number) => void,
): void {
  const [batch, channels, height, width] = x as [number, number, number, number];
  const [filters, , kernelHeight, kernelWidth] = k as [number, number, number, number];
  const [, , rows, columns] = y as [number, number, number, number];
  for (let n = 0; n < batch; n++)
    for (let f = 0; f < filters; f++)
      for (let c = 0; c < channels; c++)
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++)
            for (let i = 0; i < kernelHeight; i++)
              for (let j = 0; j < kernelWidth; j++) {
                const h = row * strides[0] - padding[0] + i * dilations[0];
                const w = column * strides[1] - padding[1] + j * dilations[1];
                if (h < 0 || h >= height || w < 0 || w >= width) continue;
                visit(
                  ((n * channels + c) * height + h) * width + w,
                  ((f * channels + c) * kernelHeight + i) * kernelWidth + j,
                  ((n * filters + f) * rows + row) * columns + column,
                );
              }
}
