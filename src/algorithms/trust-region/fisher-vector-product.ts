import type { Parameters } from "../../nn/index.js";
import type { ActorCritic } from "../../policies/index.js";
import { mean, mul, stopGradient, sum, type Tensor } from "../../tensor/index.js";

/**
 * F·v for the Fisher information matrix F of the policy, by double differentiation: F is the Hessian of
 * E_s[KL(π_old ‖ π_θ)] at θ = θ_old (Schulman et al. 2015, appendix C), the divergence summed over action dimensions and
 * averaged over the states that are fed. `vector` and the result: [size] of the whole flat vector; parameters that the
 * policy does not depend on (the critic's own) have rows and columns of zeros.
 */
export function fisherVectorProduct(
  parameters: Parameters,
  { family, head }: Pick<ActorCritic, "family" | "head">,
  vector: Tensor,
): Tensor {
  const { distribution } = head;
  const old = family.fromParameters(stopGradient(distribution.parameters));
  const slope = parameters.gradient(mean(old.klDivergence(distribution)));
  return parameters.gradient(sum(mul(slope, vector)));
}
