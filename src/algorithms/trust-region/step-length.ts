import { dot } from "./dot.js";

/**
 * β = √(2δ / sᵀHs): how far to go along s until the quadratic model ½β²·sᵀHs of the divergence reaches δ (Schulman et
 * al. 2015, appendix C). `product` is H·s with the damped H = F + λI that s was solved with. 0 where s is 0.
 */
export function stepLength(delta: number, direction: ArrayLike<number>, product: ArrayLike<number>): number {
  const curvature = dot(direction, product);
  return curvature > 0 ? Math.sqrt((2 * delta) / curvature) : 0;
}
