import { add, div, input, mul, sqrt, square, sub } from "../tensor/index.js";
import type { Optimizer } from "./optimizer.js";

export interface RmspropOptions {
  /** Decay of the mean square; default 0.99. */
  readonly alpha?: number;
  /** Added to the root, as PyTorch does (TensorFlow adds it under the root); default 1e-5. */
  readonly epsilon?: number;
  /** Default 0. */
  readonly momentum?: number;
}

/**
 * RMSProp (Tieleman & Hinton 2012) with the constants of the published A2C: v ← αv + (1 − α)g², m ← μm + g / (√v + ε),
 * θ ← θ − η·m. The first moment is m, the second v; there is no bias correction.
 */
export function rmsprop({ alpha = 0.99, epsilon = 1e-5, momentum = 0 }: RmspropOptions = {}): Optimizer {
  return {
    corrections: () => ({ first: 1, second: 1 }),
    update(parameters, gradient, learningRate, scale = 1) {
      const size = parameters.shape;
      const scaled = mul(gradient, scale);
      const secondMoment = add(mul(input("optimizer/secondMoment", size), alpha), mul(square(scaled), 1 - alpha));
      const direction = div(scaled, add(sqrt(secondMoment), epsilon));
      const firstMoment =
        momentum === 0 ? direction : add(mul(input("optimizer/firstMoment", size), momentum), direction);
      return { parameters: sub(parameters, mul(firstMoment, learningRate)), firstMoment, secondMoment };
    },
  };
}
