import { add, mul, sub, type Tensor } from "../../tensor/index.js";

export interface LossWeights {
  readonly entropyCoefficient: number;
  readonly valueCoefficient: number;
}

/** L = L_policy − c₂·S + c₁·L_value (Schulman et al. 2017, eq. 9, as a loss); all are []. */
export function actorCriticLoss(
  policyLoss: Tensor,
  criticLoss: Tensor,
  entropy: Tensor,
  { entropyCoefficient, valueCoefficient }: LossWeights,
): Tensor {
  const policyTerm = entropyCoefficient === 0 ? policyLoss : sub(policyLoss, mul(entropy, entropyCoefficient));
  return add(policyTerm, mul(criticLoss, valueCoefficient));
}
