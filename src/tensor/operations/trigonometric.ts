import { mul, neg } from "./arithmetic.js";
import { defineUnary } from "./elementwise.js";

/** Sine of an angle in radians. */
export const sin = defineUnary({ name: "Sin", compute: Math.sin, gradient: (g, x) => mul(g, cos(x)) });

/** Cosine of an angle in radians. */
export const cos = defineUnary({ name: "Cos", compute: Math.cos, gradient: (g, x) => mul(g, neg(sin(x))) });
