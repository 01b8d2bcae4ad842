/** Keeps β away from 0, from which no doubling leads back, and from infinity. */
const SMALLEST = 1e-8;
const LARGEST = 1e8;

/**
 * The coefficient of the next update's KL penalty: 2β above 1.5·target, β/2 below target/1.5, else β (Schulman et al.
 * 2017, section 4), within [1e-8, 1e8].
 */
export function adaptPenalty(beta: number, kl: number, target: number): number {
  if (kl > 1.5 * target) return Math.min(LARGEST, 2 * beta);
  if (kl < target / 1.5) return Math.max(SMALLEST, beta / 2);
  return beta;
}

/** Dual gradient ascent on the multiplier of KL ≤ ε: max(0, λ + α·(KL − ε)). */
export function ascendDual(lambda: number, kl: number, epsilon: number, alpha: number): number {
  return Math.max(0, lambda + alpha * (kl - epsilon));
}
