import { mean, mul, type Tensor } from "../../tensor/index.js";

/** The surrogate mean(ρA) (Kakade & Langford 2002), which is to be trusted near the behavior policy only. */
export function surrogate(ratio: Tensor, advantage: Tensor): Tensor {
  return mean(mul(ratio, advantage));
}
