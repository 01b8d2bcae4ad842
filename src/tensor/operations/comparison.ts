import type { Tensor } from "../tensor.js";
import type { TensorLike } from "./constant.js";
import { defineBinary, defineUnary } from "./elementwise.js";

const compare = (name: string, holds: (a: number, b: number) => boolean) =>
  defineBinary({ name, compute: (a, b) => (holds(a, b) ? 1 : 0), result: "bool" });

export const equal = compare("Equal", (a, b) => a === b);
export const less = compare("Less", (a, b) => a < b);
export const lessOrEqual = compare("LessOrEqual", (a, b) => a <= b);
export const greater = compare("Greater", (a, b) => a > b);
export const greaterOrEqual = compare("GreaterOrEqual", (a, b) => a >= b);

const bool = ["bool"] as const;
export const and = defineBinary({ name: "And", types: bool, compute: (a, b) => (a && b ? 1 : 0) });
export const or = defineBinary({ name: "Or", types: bool, compute: (a, b) => (a || b ? 1 : 0) });
const notNode = defineUnary({ name: "Not", types: bool, compute: (x) => (x ? 0 : 1) });

export function not(x: Tensor): Tensor {
  return notNode(x);
}

export function notEqual(a: TensorLike, b: TensorLike): Tensor {
  return not(equal(a, b));
}
