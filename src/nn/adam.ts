import { add, div, input, minimum, mul, sqrt, square, sub, sum, type Tensor } from "../tensor/index.js";
import type { Optimizer } from "./optimizer.js";

export interface AdamOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Added after bias correction, as PyTorch does; default 1e-5, which every published PPO setting assumes. */
  readonly epsilon?: number;
  /** Prefix of its inputs, so that one graph can hold several; default "optimizer". */
  readonly name?: string;
}

/** Adam (Kingma & Ba 2015); the corrections are those of the moments' bias. */
export function adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-5, name = "optimizer" }: AdamOptions = {}): Optimizer {
  return {
    corrections: (step) => ({ first: 1 / (1 - beta1 ** step), second: 1 / Math.sqrt(1 - beta2 ** step) }),

    update(parameters, gradient, learningRate, scale = 1) {
      const size = parameters.shape;
      const firstCorrection = input(`${name}/firstCorrection`, []);
      const secondCorrection = input(`${name}/secondCorrection`, []);
      // Scalars are gathered first, so that the long vectors are passed over as seldom as possible.
      const firstMoment = add(mul(input(`${name}/firstMoment`, size), beta1), mul(gradient, mul(scale, 1 - beta1)));
      const squared = mul(square(gradient), mul(mul(scale, scale), 1 - beta2));
      const secondMoment = add(mul(input(`${name}/secondMoment`, size), beta2), squared);
      // α·m̂ / (√v̂ + ε) = (α·c₁/c₂) · m / (√v + ε/c₂)
      const direction = div(firstMoment, add(sqrt(secondMoment), div(epsilon, secondCorrection)));
      const rate = div(mul(learningRate, firstCorrection), secondCorrection);
      return { parameters: sub(parameters, mul(direction, rate)), firstMoment, secondMoment };
    },
  };
}

/** The factor that limits a gradient's global norm to `maxNorm` (as PyTorch's clip_grad_norm_), and that norm: []. */
export function clipByGlobalNorm(gradient: Tensor, maxNorm: Tensor): { readonly scale: Tensor; readonly norm: Tensor } {
  const norm = sqrt(sum(square(gradient)));
  return { scale: minimum(1, div(maxNorm, add(norm, 1e-6))), norm };
}
