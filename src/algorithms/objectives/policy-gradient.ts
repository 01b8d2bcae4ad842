import { mean, mul, type Tensor } from "../../tensor/index.js";

/** mean(log π(a|s)·A), whose gradient is the policy gradient mean(A·∇log π). `logProb`, `advantage`: [batch]. */
export function policyGradient(logProb: Tensor, advantage: Tensor): Tensor {
  return mean(mul(logProb, advantage));
}
