import { erf as erfReference } from "../reference/erf.js";
import type { Tensor } from "../tensor.js";
import { add, mul, neg, square, sub } from "./arithmetic.js";
import { greater } from "./comparison.js";
import { defineUnary } from "./elementwise.js";
import { exp } from "./exponential.js";
import { sign } from "./sign.js";
import { where } from "./where.js";

export const tanh = defineUnary({
  name: "Tanh",
  compute: Math.tanh,
  gradient: (g, _x, y) => mul(g, sub(1, square(y))),
});

/** 1 / (1 + e⁻ˣ). ONNX Runtime rounds it to 0 below −18, so a log-probability is `neg(softplus(neg(x)))`, not `log(sigmoid(x))`. */
export const sigmoid = defineUnary({
  name: "Sigmoid",
  compute: (x) => 1 / (1 + Math.exp(-x)),
  gradient: (g, _x, y) => mul(g, mul(y, sub(1, y))),
});

/** log(1 + eˣ). */
export const softplus = defineUnary({
  name: "Softplus",
  compute: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gradient: (g, x) => mul(g, sigmoid(x)),
});

/** max(x, 0); the gradient at 0 is 0. */
export const relu = defineUnary({
  name: "Relu",
  compute: (x) => Math.max(x, 0),
  gradient: (g, _x, y) => mul(g, sign(y)),
});

/** x where positive, else eˣ − 1. */
export const elu = defineUnary({
  name: "Elu",
  compute: (x) => (x > 0 ? x : Math.expm1(x)),
  gradient: (g, x, y) => mul(g, where(greater(x, 0), 1, add(y, 1))),
});

/** x · sigmoid(x), also called swish. */
export function silu(x: Tensor): Tensor {
  return mul(x, sigmoid(x));
}

/** The error function. */
export const erf = defineUnary({
  name: "Erf",
  compute: erfReference,
  gradient: (g, x) => mul(g, mul(2 / Math.sqrt(Math.PI), exp(neg(square(x))))),
});

/** x · Φ(x), exact (Hendrycks & Gimpel 2016). */
export const gelu = defineUnary({
  name: "Gelu",
  compute: (x) => (x / 2) * (1 + erfReference(x * Math.SQRT1_2)),
  gradient: (g, x) => {
    const probability = mul(0.5, add(1, erf(mul(x, Math.SQRT1_2))));
    const density = mul(1 / Math.sqrt(2 * Math.PI), exp(mul(-0.5, square(x))));
    return mul(g, add(probability, mul(x, density)));
  },
});
