import type { Tensor } from "../tensor.js";
import { scalarValue, type TensorLike, toTensor } from "./constant.js";
import { defineBinary, defineUnary } from "./elementwise.js";
import { expandLike } from "./expand.js";
import { log } from "./exponential.js";

const addNode = defineBinary({ name: "Add", compute: (a, b) => a + b, gradient: (g) => [g, g] });
const subNode = defineBinary({ name: "Sub", compute: (a, b) => a - b, gradient: (g) => [g, neg(g)] });
const mulNode = defineBinary({ name: "Mul", compute: (a, b) => a * b, gradient: (g, a, b) => [mul(g, b), mul(g, a)] });
const divNode = defineBinary({
  name: "Div",
  types: ["float32"],
  compute: (a, b) => a / b,
  gradient: (g, _a, b, y) => [div(g, b), neg(div(mul(g, y), b))],
});
const negNode = defineUnary({
  name: "Neg",
  types: ["float32", "int32"],
  compute: (x) => -x,
  gradient: (g) => neg(g),
});

const isScalar = (value: TensorLike, expected: number) =>
  typeof value === "number" ? value === expected : scalarValue(value) === expected;

/** a + b, broadcast. */
export function add(a: TensorLike, b: TensorLike): Tensor {
  if (typeof a !== "number" && isScalar(b, 0)) return a;
  if (typeof b !== "number" && isScalar(a, 0)) return b;
  return addNode(a, b);
}

/** a − b, broadcast. */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  return typeof a !== "number" && isScalar(b, 0) ? a : subNode(a, b);
}

/** a · b element by element, broadcast. */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  if (typeof a !== "number" && isScalar(b, 1)) return a;
  if (typeof b !== "number" && isScalar(a, 1)) return b;
  return mulNode(a, b);
}

/** a / b, broadcast; float32 only. */
export function div(a: TensorLike, b: TensorLike): Tensor {
  return typeof a !== "number" && isScalar(b, 1) ? a : divNode(a, b);
}

/** −x. */
export function neg(x: TensorLike): Tensor {
  return negNode(toTensor(x));
}

/** x². */
export function square(x: Tensor): Tensor {
  return mulNode(x, x);
}

/** aᵇ element by element, for a > 0 where the gradient for b is wanted. */
export const pow = defineBinary({
  name: "Pow",
  types: ["float32"],
  compute: (a, b) => a ** b,
  gradient: (g, a, b, y) => [mul(g, mul(b, pow(a, sub(b, 1)))), mul(g, mul(y, log(a)))],
});

/** Zeros in the shape of `x`. */
export function zerosLike(x: Tensor): Tensor {
  return expandLike(toTensor(0, x.dataType), x);
}
