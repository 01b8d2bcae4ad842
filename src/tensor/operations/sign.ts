import { mul } from "./arithmetic.js";
import { defineUnary } from "./elementwise.js";

/** −1, 0 or 1; its gradient is zero. */
export const sign = defineUnary({ name: "Sign", compute: Math.sign });

/** |x|; the gradient at 0 is 0. */
export const abs = defineUnary({ name: "Abs", compute: Math.abs, gradient: (g, x) => mul(g, sign(x)) });
