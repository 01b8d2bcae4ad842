import { goesOn, temporalDifference, type ValuedRewards } from "./temporal-difference.js";

/**
 * Generalized advantage estimation (Schulman et al. 2016, eq. 16), written into `advantages` [steps, environments]:
 * A_t = δ_t + γλ·A_{t+1} within an episode, δ_t = r_t + γ·V(s_{t+1}) − V(s_t). After a termination nothing follows;
 * after a truncation, and at the fragment's end, V of the true next observation does. Returns are A + V.
 */
export function generalizedAdvantages(
  fragment: ValuedRewards,
  gamma: number,
  lambda: number,
  advantages: Float32Array,
): void {
  const { steps, environments } = fragment;
  for (let environment = 0; environment < environments; environment++) {
    let following = 0;
    for (let t = steps - 1; t >= 0; t--) {
      const i = t * environments + environment;
      if (!goesOn(fragment, i)) following = 0;
      following = temporalDifference(fragment, i, gamma) + gamma * lambda * following;
      advantages[i] = following;
    }
  }
}
