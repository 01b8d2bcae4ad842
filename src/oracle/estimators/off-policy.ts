import type { TabularMdp } from "../mdp.js";
import { addScore, type TabularPolicy } from "../policy.js";
import { solveHorizon } from "../solve-horizon.js";
import { type Trajectory, trajectories } from "../trajectories.js";
import { type GradientEstimator, MomentSum, type Moments } from "./moments.js";
import type { StateFunction } from "./on-policy.js";

/** ∏_t π(a_t|s_t)/μ(a_t|s_t) of a trajectory of μ. */
export function trajectoryWeight(
  { actions }: TabularMdp,
  policy: TabularPolicy,
  behavior: TabularPolicy,
  { states, actions: chosen }: Trajectory,
): number {
  return states.reduce((weight, s, t) => {
    const i = s * actions + chosen[t]!;
    return (weight * policy[i]!) / behavior[i]!;
  }, 1);
}

/** Ordinary importance sampling: any estimate, times the trajectory's weight. Unbiased if the estimate is. */
export function importanceWeighted(
  mdp: TabularMdp,
  policy: TabularPolicy,
  behavior: TabularPolicy,
  estimator: GradientEstimator,
): GradientEstimator {
  return (trajectory) => {
    const weight = trajectoryWeight(mdp, policy, behavior, trajectory);
    return estimator(trajectory).map((value) => weight * value);
  };
}

/** Σ_t γᵗ r_t · ∏_{k≤t} ρ_k · Σ_{k≤t} ∇log π_k: each reward is weighted only by what came before it. Unbiased. */
export function perDecisionEstimator(
  { actions, gamma }: TabularMdp,
  policy: TabularPolicy,
  behavior: TabularPolicy,
): GradientEstimator {
  return ({ states, actions: chosen, rewards }) => {
    const gradient = new Float64Array(policy.length);
    const score = new Float64Array(policy.length);
    let weight = 1;
    for (const [t, s] of states.entries()) {
      const i = s * actions + chosen[t]!;
      weight *= policy[i]! / behavior[i]!;
      addScore(score, policy, actions, s, chosen[t]!, 1);
      const factor = gamma ** t * rewards[t]! * weight;
      for (let k = 0; k < score.length; k++) gradient[k]! += factor * score[k]!;
    }
    return gradient;
  };
}

export interface SingleStepOptions {
  /** Weight step t by γᵗ; default true. */
  readonly discountStates?: boolean;
}

/** Σ_t γᵗ ρ_t ∇log π(a_t|s_t)·A^μ_t(s_t,a_t) with the exact A^μ: states and advantages are those of μ. Biased unless π = μ. */
export function singleStepEstimator(
  mdp: TabularMdp,
  policy: TabularPolicy,
  behavior: TabularPolicy,
  { discountStates = true }: SingleStepOptions = {},
): GradientEstimator {
  const { actions, gamma } = mdp;
  const { values, actionValues } = solveHorizon(mdp, behavior);
  return ({ states, actions: chosen }) => {
    const gradient = new Float64Array(policy.length);
    for (const [t, s] of states.entries()) {
      const i = s * actions + chosen[t]!;
      const advantage = actionValues[t]![i]! - values[t]![s]!; // t < horizon
      const weight = discountStates ? gamma ** t : 1;
      addScore(gradient, policy, actions, s, chosen[t]!, (weight * advantage * policy[i]!) / behavior[i]!);
    }
    return gradient;
  };
}

export interface VTraceEstimatorOptions extends SingleStepOptions {
  /** V̂: what the corrections start from. */
  readonly value: StateFunction;
  /** λ, ρ̄ and c̄, each 1 unless given; infinite ones truncate nothing. */
  readonly lambda?: number;
  readonly rhoBar?: number;
  readonly cBar?: number;
}

/**
 * Σ_t γᵗ min(ρ̄, ρ_t)·∇log π(a_t|s_t)·Â_t with the advantages of V-trace (Espeholt et al. 2018, section 4.2):
 * Â_t = δ_t + γλ·u_{t+1}, u_t = min(ρ̄, ρ_t)·δ_t + γλ·min(c̄, ρ_t)·u_{t+1}. Biased: the states are those of μ, and
 * truncation favors actions that μ prefers.
 */
export function vTraceEstimator(
  { actions, gamma }: TabularMdp,
  policy: TabularPolicy,
  behavior: TabularPolicy,
  { value, lambda = 1, rhoBar = 1, cBar = 1, discountStates = true }: VTraceEstimatorOptions,
): GradientEstimator {
  return ({ states, actions: chosen, rewards }) => {
    const gradient = new Float64Array(policy.length);
    let following = 0;
    for (let t = states.length - 1; t >= 0; t--) {
      const s = states[t]!;
      const i = s * actions + chosen[t]!;
      const ratio = policy[i]! / behavior[i]!;
      const next = t + 1 < states.length ? value(t + 1, states[t + 1]!) : 0;
      const delta = rewards[t]! + gamma * next - value(t, s);
      const weight = (discountStates ? gamma ** t : 1) * Math.min(rhoBar, ratio);
      addScore(gradient, policy, actions, s, chosen[t]!, weight * (delta + gamma * lambda * following));
      following = Math.min(rhoBar, ratio) * delta + gamma * lambda * Math.min(cBar, ratio) * following;
    }
    return gradient;
  };
}

export interface SelfNormalizedOptions {
  /** The estimate that is weighted. */
  readonly estimator: GradientEstimator;
  /** Trajectories per estimate; all tuples of so many are enumerated. */
  readonly samples: number;
}

/** The exact moments of Σ wᵢĝᵢ / Σ wᵢ over `samples` trajectories of μ. Biased by O(1/samples), of smaller variance. */
export function selfNormalizedMoments(
  mdp: TabularMdp,
  policy: TabularPolicy,
  behavior: TabularPolicy,
  { estimator, samples }: SelfNormalizedOptions,
): Moments {
  const all = [...trajectories(mdp, behavior)].map((trajectory) => ({
    probability: trajectory.probability,
    weight: trajectoryWeight(mdp, policy, behavior, trajectory),
    estimate: estimator(trajectory),
  }));
  const moments = new MomentSum(policy.length);
  const draw = (remaining: number, probability: number, weight: number, sum: Float64Array): void => {
    if (remaining === 0) {
      moments.add(
        probability,
        sum.map((value) => value / weight),
      );
      return;
    }
    for (const one of all) {
      const next = sum.map((value, i) => value + one.weight * one.estimate[i]!);
      draw(remaining - 1, probability * one.probability, weight + one.weight, next);
    }
  };
  draw(samples, 1, 0, new Float64Array(policy.length));
  return moments.result();
}
