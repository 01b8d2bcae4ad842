/** Bounds that rsl_rl uses. */
const LOWEST = 1e-5;
const HIGHEST = 1e-2;

/**
 * The learning rate for a step whose KL(old ‖ new) is `kl`: divided by 1.5 above twice the desired value, multiplied by
 * 1.5 below half of it (but not at 0, where nothing has been learned yet), within [1e-5, 1e-2] (Rudin et al. 2022).
 */
export function adaptLearningRate(learningRate: number, kl: number, desiredKl: number): number {
  if (kl > 2 * desiredKl) return Math.max(LOWEST, learningRate / 1.5);
  if (kl > 0 && kl < desiredKl / 2) return Math.min(HIGHEST, learningRate * 1.5);
  return learningRate;
}
