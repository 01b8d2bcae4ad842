import { add, div, input, minimum, mul, sqrt, square, sub, sum, type Tensor } from "../tensor/index.js";

export interface AdamOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Added after bias correction, as PyTorch does; default 1e-5, which every published PPO setting assumes. */
  readonly epsilon?: number;
}

/** Moments [size] and the number of steps taken. */
export interface AdamState {
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  readonly step: number;
}

/**
 * Adam (Kingma & Ba 2015) over one flat vector, as a pure graph: `update` gives the next parameters and moments; the
 * scalars that depend on the step are computed outside by `scalars` and fed.
 */
export function adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-5 }: AdamOptions = {}) {
  return {
    init: (size: number): AdamState => ({
      firstMoment: new Float32Array(size),
      secondMoment: new Float32Array(size),
      step: 0,
    }),

    /** What `update` must be fed for step number `step` (from 1): `adam/firstCorrection`, `adam/secondCorrection`. */
    scalars: (step: number) => ({
      "adam/firstCorrection": Float32Array.of(1 / (1 - beta1 ** step)),
      "adam/secondCorrection": Float32Array.of(1 / Math.sqrt(1 - beta2 ** step)),
    }),

    /** `parameters` and `gradient`: [size]; `learningRate`: []. */
    update(parameters: Tensor, gradient: Tensor, learningRate: Tensor) {
      const size = parameters.shape;
      const firstCorrection = input("adam/firstCorrection", []);
      const secondCorrection = input("adam/secondCorrection", []);
      const firstMoment = add(mul(input("adam/firstMoment", size), beta1), mul(gradient, 1 - beta1));
      const secondMoment = add(mul(input("adam/secondMoment", size), beta2), mul(square(gradient), 1 - beta2));
      // θ − α·m̂ / (√v̂ + ε)
      const denominator = add(mul(sqrt(secondMoment), secondCorrection), epsilon);
      const step = div(mul(firstMoment, mul(learningRate, firstCorrection)), denominator);
      return { parameters: sub(parameters, step), firstMoment, secondMoment };
    },
  };
}

/** Scales a gradient down to `maxNorm` (PyTorch's clip_grad_norm_); `norm` is that before scaling. */
export function clipByGlobalNorm(
  gradient: Tensor,
  maxNorm: Tensor,
): { readonly gradient: Tensor; readonly norm: Tensor } {
  const norm = sqrt(sum(square(gradient)));
  return { gradient: mul(gradient, minimum(1, div(maxNorm, add(norm, 1e-6)))), norm };
}
