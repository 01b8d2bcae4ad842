import { ndArray } from "../reference/nd-array.js";
import { shapeError } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";
import { add, div, mul, square, sub } from "./arithmetic.js";
import { sqrt } from "./exponential.js";
import { mean } from "./reduce.js";
import { requireType } from "./require-type.js";
import { sumTo } from "./sum.js";

interface LayerNormAttributes {
  readonly epsilon: number;
}

const layerNormOperation: Operation<LayerNormAttributes> = {
  name: "LayerNormalization",
  describe: ([x, scale, bias]) => {
    requireType("layerNorm", [x!, scale!, bias!], "float32");
    const features = x!.shape[x!.shape.length - 1];
    const fits = [scale!, bias!].every(({ shape }) => shape.length === 1 && shape[0] === features);
    if (!fits || features === undefined) {
      throw shapeError(
        "layerNorm",
        [x!.shape, scale!.shape, bias!.shape],
        "scale and bias must be vectors of the last dimension",
      );
    }
    return [{ shape: x!.shape, dataType: "float32" }];
  },
  lower: ({ attributes: { epsilon } }, inputs, onnx) =>
    onnx.emit("LayerNormalization", inputs, { axis: { int: -1 }, epsilon: { float: epsilon } }),
  gradient: ({ inputs: [x, scale, bias], attributes: { epsilon } }, [g]) => {
    const lastAxis = { axes: -1, keepDims: true } as const;
    const centered = sub(x!, mean(x!, lastAxis));
    const deviation = sqrt(add(mean(square(centered), lastAxis), epsilon));
    const normalized = div(centered, deviation);
    const scaled = mul(g!, scale!);
    const projection = mul(normalized, mean(mul(scaled, normalized), lastAxis));
    return [
      div(sub(sub(scaled, mean(scaled, lastAxis)), projection), deviation),
      sumTo(mul(g!, normalized), scale!),
      sumTo(g!, bias!),
    ];
  },
  evaluate: ([x, scale, bias], { epsilon }) => {
    const size = scale!.data.length;
    const data = new Float64Array(x!.data.length);
    for (let start = 0; start < data.length; start += size) {
      const line = x!.data.subarray(start, start + size);
      const center = line.reduce((total, value) => total + value, 0) / size;
      const variance = line.reduce((total, value) => total + (value - center) ** 2, 0) / size;
      for (let i = 0; i < size; i++) {
        data[start + i] = ((line[i]! - center) / Math.sqrt(variance + epsilon)) * scale!.data[i]! + bias!.data[i]!;
      }
    }
    return [ndArray(x!.shape, data)];
  },
};

/** Normalizes the last axis to mean 0 and variance 1, then scales and shifts it (Ba et al. 2016). `epsilon` (1e-5) is added to the variance. */
export function layerNorm(x: Tensor, scale: Tensor, bias: Tensor, options: { readonly epsilon?: number } = {}): Tensor {
  return createTensor(layerNormOperation, [x, scale, bias], { epsilon: options.epsilon ?? 1e-5 });
}
