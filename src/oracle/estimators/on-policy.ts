import type { TabularMdp } from "../mdp.js";
import { addScore, type TabularPolicy } from "../policy.js";
import type { GradientEstimator } from "./moments.js";

/** b_t(s), or V̂_t(s): may depend on the step and the state, never on the action. */
export type StateFunction = (time: number, state: number) => number;

/** REINFORCE (Williams 1992): R(τ)·Σ_t ∇log π(a_t|s_t), R = Σ γᵗ r_t. Unbiased. */
export function totalReturnEstimator({ actions, gamma }: TabularMdp, policy: TabularPolicy): GradientEstimator {
  return ({ states, actions: chosen, rewards }) => {
    const gradient = new Float64Array(policy.length);
    const total = rewards.reduce((sum, reward, t) => sum + gamma ** t * reward, 0);
    for (const [t, s] of states.entries()) addScore(gradient, policy, actions, s, chosen[t]!, total);
    return gradient;
  };
}

export interface RewardToGoOptions {
  readonly baseline?: StateFunction;
  /** Weight step t by γᵗ, as ∇J demands; practice leaves it out, which biases the estimate. Default true. */
  readonly discountStates?: boolean;
}

/** Σ_t γᵗ ∇log π(a_t|s_t)·(G_t − b_t(s_t)), G_t = Σ_{k≥t} γ^{k−t} r_k. Unbiased for every baseline. */
export function rewardToGoEstimator(
  { actions, gamma }: TabularMdp,
  policy: TabularPolicy,
  { baseline = () => 0, discountStates = true }: RewardToGoOptions = {},
): GradientEstimator {
  return ({ states, actions: chosen, rewards }) => {
    const gradient = new Float64Array(policy.length);
    let toGo = 0;
    for (let t = states.length - 1; t >= 0; t--) {
      const s = states[t]!;
      toGo = rewards[t]! + gamma * toGo;
      const weight = discountStates ? gamma ** t : 1;
      addScore(gradient, policy, actions, s, chosen[t]!, weight * (toGo - baseline(t, s)));
    }
    return gradient;
  };
}

export interface GeneralizedAdvantageOptions {
  readonly lambda: number;
  /** Weight step t by γᵗ, as ∇J demands and practice leaves out; default true. */
  readonly discountStates?: boolean;
}

/**
 * Σ_t γᵗ ∇log π(a_t|s_t)·Â_t by generalized advantage estimation from V̂ (Schulman et al. 2016). Unbiased for λ = 1, or
 * where V̂ is right; else biased.
 */
export function generalizedAdvantageEstimator(
  { actions, gamma }: TabularMdp,
  policy: TabularPolicy,
  value: StateFunction,
  { lambda, discountStates = true }: GeneralizedAdvantageOptions,
): GradientEstimator {
  return ({ states, actions: chosen, rewards }) => {
    const gradient = new Float64Array(policy.length);
    let advantage = 0;
    for (let t = states.length - 1; t >= 0; t--) {
      const s = states[t]!;
      const next = t + 1 < states.length ? value(t + 1, states[t + 1]!) : 0;
      advantage = rewards[t]! + gamma * next - value(t, s) + gamma * lambda * advantage;
      addScore(gradient, policy, actions, s, chosen[t]!, (discountStates ? gamma ** t : 1) * advantage);
    }
    return gradient;
  };
}
