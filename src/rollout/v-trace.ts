import { goesOn, temporalDifference, type ValuedRewards } from "./temporal-difference.js";

export interface VTraceOptions {
  readonly gamma: number;
  /** λ: 1 in the paper; less shortens the trace, as in generalized advantage estimation. */
  readonly lambda: number;
  /** ρ̄: decides which policy's values the targets are (1 or less than ∞: between the behavior's and the current one's). */
  readonly rhoBar: number;
  /** c̄: how far corrections travel back, hence the variance. */
  readonly cBar: number;
}

/**
 * V-trace (Espeholt et al. 2018, eq. 1) for data of another policy; `logRatios`, `targets` and `advantages` are
 * [steps, environments]. With δ_t = r_t + γ·V(s_{t+1}) − V(s_t):
 * targets v_t = V(s_t) + min(ρ̄, ρ_t)·δ_t + γλ·min(c̄, ρ_t)·(v_{t+1} − V(s_{t+1})), and
 * advantages δ_t + γλ·(v_{t+1} − V(s_{t+1})), to be weighted by min(ρ̄, ρ_t) in the gradient. Where ρ = 1 ≤ ρ̄, c̄ they are
 * generalized advantages and their returns. Ends of episodes and fragments are treated as there.
 */
export function vTrace(
  fragment: ValuedRewards,
  logRatios: Float32Array,
  { gamma, lambda, rhoBar, cBar }: VTraceOptions,
  targets: Float32Array,
  advantages: Float32Array,
): void {
  const { steps, environments, values } = fragment;
  for (let environment = 0; environment < environments; environment++) {
    // v_{t+1} − V(s_{t+1})
    let following = 0;
    for (let t = steps - 1; t >= 0; t--) {
      const i = t * environments + environment;
      if (!goesOn(fragment, i)) following = 0;
      const ratio = Math.exp(logRatios[i]!);
      const delta = temporalDifference(fragment, i, gamma);
      advantages[i] = delta + gamma * lambda * following;
      following = Math.min(rhoBar, ratio) * delta + gamma * lambda * Math.min(cBar, ratio) * following;
      targets[i] = values[i]! + following;
    }
  }
}
