import { constantInitializer, linear } from "../nn/index.js";
import { add, clip, exp, log, matmul, mul, reshape, square, stopGradient, sum } from "../tensor/index.js";
import { DiagonalGaussian, type DiagonalGaussianOptions } from "./diagonal-gaussian.js";
import type { DistributionFamily } from "./distribution.js";

export interface StateDependentExplorationOptions extends DiagonalGaussianOptions {
  /** Draw a new exploration matrix every so many steps; default: once per rollout. */
  readonly samplePeriod?: number;
}

/** Keeps the variance positive where the features vanish. */
const EPSILON = 1e-6;

/**
 * Generalized state-dependent exploration (Raffin, Kober & Stulp 2021): a = μ(s) + x(s)ᵀ·Θ, Θ ~ N(0, σ²), where x are
 * the policy's last features and Θ [features, size] is kept for `samplePeriod` steps, so that exploration is smooth.
 * For learning it is the Gaussian N(μ, diag(x²·σ²)); features get no gradient through the variance.
 */
export function stateDependentExploration(
  size: number,
  options: StateDependentExplorationOptions = {},
): DistributionFamily {
  const {
    initialLogStd = 0,
    logStdRange: [low, high] = [-20, 2],
    gain = 0.01,
    samplePeriod = Number.POSITIVE_INFINITY,
  } = options;
  return {
    name: "state-dependent-exploration",
    actionType: "float32",
    actionShape: ["batch", size],
    actionSize: size,
    parameterSize: 2 * size,
    noise: (featureSize) => ({ kind: "normal", size: featureSize * size, period: samplePeriod }),
    head(scope, features) {
      const featureSize = features.shape[1] as number;
      const mean = linear(scope, features, size, { gain });
      const logStd = clip(
        scope.parameter("logStd", [featureSize, size], constantInitializer(initialLogStd)),
        low,
        high,
      );
      const x = stopGradient(features);
      const variance = matmul(square(x), exp(mul(logStd, 2)));
      return {
        distribution: DiagonalGaussian.of(mean, mul(log(add(variance, EPSILON)), 0.5)),
        sample: (noise) => {
          const matrices = mul(reshape(noise, ["batch", featureSize, size]), exp(logStd));
          return add(mean, sum(mul(reshape(x, ["batch", featureSize, 1]), matrices), { axes: 1 }));
        },
      };
    },
    fromParameters: (parameters) => new DiagonalGaussian(parameters),
  };
}
