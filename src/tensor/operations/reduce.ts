import { type Dimension, staticSize } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { div, mul, sub } from "./arithmetic.js";
import { cast } from "./cast.js";
import { equal } from "./comparison.js";
import { elementCount } from "./element-count.js";
import { repeatLike } from "./expand.js";
import { exp } from "./exponential.js";
import { defineReduction, type ReduceAttributes } from "./reduction.js";
import { sum } from "./sum.js";

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Mean over axes. */
export const mean = defineReduction(
  "mean",
  "ReduceMean",
  (values) => total(values) / values.length,
  (g, x, _y, { axes }) => {
    const count = staticSize(axes.map((axis) => x.shape[axis] as Dimension));
    return repeatLike(count === undefined ? div(g, elementCount(x, axes)) : mul(g, 1 / count), x);
  },
);

const shareAmongTies = (g: Tensor, x: Tensor, y: Tensor, { axes }: ReduceAttributes) => {
  const isExtremum = cast(equal(x, y), "float32");
  return mul(g, div(isExtremum, sum(isExtremum, { axes, keepDims: true })));
};

/** Largest element over axes; ties share the gradient equally. NaN may be skipped by the runtime: never use it to check finiteness. */
export const max = defineReduction("max", "ReduceMax", (values) => Math.max(...values), shareAmongTies);

/** Smallest element over axes; ties share the gradient equally. NaN may be skipped by the runtime. */
export const min = defineReduction("min", "ReduceMin", (values) => Math.min(...values), shareAmongTies);

/** log Σ eˣ over axes, without overflow. */
export const logSumExp = defineReduction(
  "logSumExp",
  "ReduceLogSumExp",
  (values) => {
    const largest = Math.max(...values);
    return Number.isFinite(largest) ? largest + Math.log(total(values.map((v) => Math.exp(v - largest)))) : largest;
  },
  (g, x, y) => mul(g, exp(sub(x, y))),
);
