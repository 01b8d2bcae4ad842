import { div, mul } from "./arithmetic.js";
import { defineUnary } from "./elementwise.js";

export const exp = defineUnary({ name: "Exp", compute: Math.exp, gradient: (g, _x, y) => mul(g, y) });

/** Natural logarithm. */
export const log = defineUnary({ name: "Log", compute: Math.log, gradient: (g, x) => div(g, x) });

export const sqrt = defineUnary({ name: "Sqrt", compute: Math.sqrt, gradient: (g, _x, y) => div(mul(g, 0.5), y) });
