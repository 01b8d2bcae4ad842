import type { Fragment } from "./fragment.js";

/**
 * Generalized advantage estimation (Schulman et al. 2016, eq. 16), written into `advantages` [steps, environments]:
 * A_t = δ_t + γλ·A_{t+1} within an episode, δ_t = r_t + γ·V(s_{t+1}) − V(s_t). After a termination nothing follows;
 * after a truncation, and at the fragment's end, V of the true next observation does. Returns are A + V.
 */
export function generalizedAdvantages(
  fragment: Pick<Fragment, "steps" | "environments" | "rewards" | "terminated" | "truncated" | "values" | "nextValues">,
  gamma: number,
  lambda: number,
  advantages: Float32Array,
): void {
  const { steps, environments, rewards, terminated, truncated, values, nextValues } = fragment;
  for (let environment = 0; environment < environments; environment++) {
    let following = 0;
    for (let t = steps - 1; t >= 0; t--) {
      const i = t * environments + environment;
      let nextValue: number;
      if (terminated[i] === 1) {
        nextValue = 0;
        following = 0;
      } else if (truncated[i] === 1 || t === steps - 1) {
        nextValue = nextValues[i]!;
        following = 0;
      } else {
        nextValue = values[i + environments]!;
      }
      following = rewards[i]! + gamma * nextValue - values[i]! + gamma * lambda * following;
      advantages[i] = following;
    }
  }
}
