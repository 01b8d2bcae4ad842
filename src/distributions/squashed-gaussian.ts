import {
  add,
  constant,
  div,
  erf,
  exp,
  mul,
  neg,
  reshape,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
} from "../tensor/index.js";
import type { DiagonalGaussian } from "./diagonal-gaussian.js";
import type { Distribution, DistributionFamily } from "./distribution.js";

/**
 * Gauss quadrature for the Kolmogorov distribution of K, from its moments m·Γ(m/2)·η(m)/2^(m/2): exact for polynomials up
 * to degree 15. The logistic density ½·sech²(v) is that of K·Z with Z ~ N(0, 1) (Andrews & Mallows 1974; Stefanski 1991).
 */
export const KOLMOGOROV_QUADRATURE: readonly (readonly [node: number, weight: number])[] = [
  [0.4348658776016526, 0.03475271311547699],
  [0.6026367049287745, 0.2569149684389411],
  [0.8245007052045956, 0.3998460042397358],
  [1.108656275957124, 0.23750068843017313],
  [1.4488166780221206, 0.06370018936992816],
  [1.840761755467684, 0.007041150543715502],
  [2.2938598074396164, 0.00024297905831977587],
  [2.848933199941714, 0.0000013068037095181734],
];
const NODES = KOLMOGOROV_QUADRATURE.map(([node]) => node);
const WEIGHTS = KOLMOGOROV_QUADRATURE.map(([, weight]) => weight);

/**
 * log(1 − tanh²u) = 2·(log 2 − u − softplus(−2u)). Written as on the left it is −∞ in float32 from |u| = 9.2 on, and its
 * gradient is lost before.
 */
export function logSquashSlope(u: Tensor): Tensor {
  return mul(sub(Math.LN2, add(u, softplus(mul(u, -2)))), 2);
}

/**
 * The law of tanh(u) for a Gaussian u, as a density on (−1, 1) in every dimension. An action is given as u, from before
 * the squashing: tanh(u) rounds to ±1, from where there is no way back. Stored parameters are those of the Gaussian.
 */
export class SquashedGaussian implements Distribution {
  constructor(readonly base: DiagonalGaussian) {}

  get parameters(): Tensor {
    return this.base.parameters;
  }

  /** log N(u) − Σ log(1 − tanh²u), the density of tanh(u): [batch] */
  logProb(u: Tensor): Tensor {
    return sub(this.base.logProb(u), sum(logSquashSlope(u), { axes: 1 }));
  }

  /**
   * H(u) + E Σ log(1 − tanh²u). With log(1 − tanh²u) = −2·log cosh u, log cosh u + log 2 = E|u + L| for a logistic L, and
   * L a normal of random scale K, what is left is E_K of the mean of a folded normal, which has a closed form; the
   * quadrature over K errs by at most 6e-7 per dimension, whatever the mean and the standard deviation are.
   */
  entropy(): Tensor {
    const { mean, logStd } = this.base;
    const size = mean.shape[1] as number;
    const mu = reshape(mean, ["batch", size, 1]);
    const rows = logStd.shape[0] as number | string;
    const variance = reshape(exp(mul(logStd, 2)), [rows, size, 1]);
    // s² = σ² + K²
    const s = sqrt(add(variance, square(constant(NODES, [1, 1, NODES.length]))));
    const z = div(mu, mul(s, Math.SQRT2));
    // E|N(μ, s²)| = s·√(2/π)·exp(−μ²/2s²) + μ·erf(μ/(s√2))
    const folded = add(mul(mul(s, Math.sqrt(2 / Math.PI)), exp(neg(square(z)))), mul(mu, erf(z)));
    const slopes = sub(2 * Math.LN2, mul(sum(mul(folded, constant(WEIGHTS, [1, 1, WEIGHTS.length])), { axes: 2 }), 2));
    return add(this.base.entropy(), sum(slopes, { axes: 1 }));
  }

  /** That of the Gaussians: tanh is one to one, and a divergence does not depend on how outcomes are named. */
  klDivergence(other: SquashedGaussian): Tensor {
    return this.base.klDivergence(other.base);
  }

  /** The Gaussian's mean. tanh of it is the median; where the squashed density is highest depends on the spread. */
  mode(): Tensor {
    return this.base.mode();
  }
}

/**
 * A family of Gaussians, squashed: environments are sent low + (tanh(u) + 1)/2 · (high − low), so nothing is ever clipped.
 * Actions in fragments are u.
 */
export function squashed(family: DistributionFamily): DistributionFamily {
  const wrap = (distribution: Distribution) => new SquashedGaussian(distribution as DiagonalGaussian);
  return {
    ...family,
    name: `squashed-${family.name}`,
    squashed: true,
    head(scope, features, mask) {
      const { distribution, sample } = family.head(scope, features, mask);
      return { distribution: wrap(distribution), sample };
    },
    fromParameters: (parameters) => wrap(family.fromParameters(parameters)),
  };
}
