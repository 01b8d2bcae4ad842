import { constantInitializer, linear } from "../nn/index.js";
import { add, clip, concat, div, exp, expandLike, mul, slice, square, sub, sum, type Tensor } from "../tensor/index.js";
import type { Distribution, DistributionFamily } from "./distribution.js";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Parameters: mean and log standard deviation side by side, [batch, 2 · size]. */
export class DiagonalGaussian implements Distribution {
  readonly mean: Tensor;
  readonly logStd: Tensor;
  private readonly size: number;

  constructor(
    readonly parameters: Tensor,
    moments?: { readonly mean: Tensor; readonly logStd: Tensor },
  ) {
    this.size = (parameters.shape[1] as number) / 2;
    this.mean = moments?.mean ?? slice(parameters, 1, 0, this.size);
    this.logStd = moments?.logStd ?? slice(parameters, 1, this.size);
  }

  /** `logStd` may be one row for the whole batch. */
  static of(mean: Tensor, logStd: Tensor): DiagonalGaussian {
    const rows = expandLike(logStd, mean);
    return new DiagonalGaussian(concat([mean, rows]), { mean, logStd });
  }

  logProb(action: Tensor): Tensor {
    const z = div(sub(action, this.mean), exp(this.logStd));
    return sum(sub(mul(square(z), -0.5), add(this.logStd, HALF_LOG_TWO_PI)), { axes: 1 });
  }
  entropy(): Tensor {
    return sum(add(expandLike(this.logStd, this.mean), 0.5 + HALF_LOG_TWO_PI), { axes: 1 });
  }
  klDivergence(other: DiagonalGaussian): Tensor {
    // Σ log(σ₂/σ₁) + (σ₁² + (μ₁ − μ₂)²) / (2σ₂²) − ½
    const ratio = exp(mul(sub(this.logStd, other.logStd), 2));
    const distance = div(square(sub(this.mean, other.mean)), exp(mul(other.logStd, 2)));
    const terms = add(sub(other.logStd, this.logStd), mul(sub(add(ratio, distance), 1), 0.5));
    return sum(expandLike(terms, this.mean), { axes: 1 });
  }
  mode(): Tensor {
    return this.mean;
  }
}

export interface DiagonalGaussianOptions {
  /** Initial log standard deviation; default 0. */
  readonly initialLogStd?: number;
  /** The log standard deviation is kept in [low, high]; default [−20, 2]. */
  readonly logStdRange?: readonly [number, number];
  /** A log standard deviation for every state, from a layer of its own, instead of one for all; default false. */
  readonly stateDependentStd?: boolean;
  /** Gain of the mean's layer (and of the log standard deviation's); default 0.01. */
  readonly gain?: number;
}

/** Independent normals with a trained log standard deviation. Noise: standard normal [batch, size]. */
export function diagonalGaussian(size: number, options: DiagonalGaussianOptions = {}): DistributionFamily {
  const { initialLogStd = 0, logStdRange: [low, high] = [-20, 2], gain = 0.01, stateDependentStd = false } = options;
  return {
    name: "diagonal-gaussian",
    actionType: "float32",
    actionShape: ["batch", size],
    actionSize: size,
    parameterSize: 2 * size,
    noise: () => ({ kind: "normal", size }),
    head(scope, features) {
      const mean = linear(scope, features, size, { gain });
      const unbounded = stateDependentStd
        ? add(linear(scope.scope("logStd"), features, size, { gain }), initialLogStd)
        : scope.parameter("logStd", [1, size], constantInitializer(initialLogStd));
      const logStd = clip(unbounded, low, high);
      return {
        distribution: DiagonalGaussian.of(mean, logStd),
        sample: (noise) => add(mean, mul(noise, exp(logStd))),
      };
    },
    fromParameters: (parameters) => new DiagonalGaussian(parameters),
  };
}
