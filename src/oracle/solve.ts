import { UsageError } from "../errors.js";
import type { TabularMdp } from "./mdp.js";
import type { TabularPolicy } from "./policy.js";
import { solveLinear } from "./solve-linear.js";

/** Everything about a policy on an endless, discounted process. */
export interface Solution {
  /** J(π) = E[Σ γᵗ r_t] */
  readonly expectedReturn: number;
  /** V(s): [state] */
  readonly values: Float64Array;
  /** Q(s,a): [state, action] */
  readonly actionValues: Float64Array;
  /** A(s,a) = Q − V: [state, action] */
  readonly advantages: Float64Array;
  /** d_π(s) = (1−γ) Σ γᵗ P(s_t = s), which sums to 1: [state] */
  readonly visitation: Float64Array;
}

/** Solves (I − γP_π)V = r_π and (I − γP_πᵀ)d = (1−γ)ρ₀. Throws a UsageError for γ = 1 and for a horizon. */
export function solve(mdp: TabularMdp, policy: TabularPolicy): Solution {
  const { states, actions, transitions, rewards, initial, gamma } = mdp;
  if (gamma >= 1 || mdp.horizon !== undefined) {
    throw new UsageError({
      code: "not-discounted",
      message: `${mdp.name} has discount ${gamma} and horizon ${mdp.horizon ?? "∞"}, but only endless discounted processes have one V(s).`,
      fix: "Use solveHorizon for a horizon, or a discount below 1.",
    });
  }
  const forward = new Float64Array(states * states);
  const backward = new Float64Array(states * states);
  const reward = new Float64Array(states);
  for (let s = 0; s < states; s++) {
    forward[s * states + s] = 1;
    backward[s * states + s] = 1;
  }
  for (let s = 0; s < states; s++) {
    for (let a = 0; a < actions; a++) {
      const probability = policy[s * actions + a]!;
      reward[s]! += probability * rewards[s * actions + a]!;
      for (let next = 0; next < states; next++) {
        const flow = gamma * probability * transitions[(s * actions + a) * states + next]!;
        forward[s * states + next]! -= flow;
        backward[next * states + s]! -= flow;
      }
    }
  }
  const values = solveLinear(forward, reward);
  const visitation = solveLinear(
    backward,
    initial.map((p) => (1 - gamma) * p),
  );
  const actionValues = backUp(mdp, values);
  const advantages = actionValues.map((q, i) => q - values[Math.floor(i / actions)]!);
  return { expectedReturn: expectation(initial, values), values, actionValues, advantages, visitation };
}

/** r(s,a) + γ Σ P(s'|s,a)·V(s'): [state, action] */
export function backUp(
  { states, actions, transitions, rewards, gamma }: TabularMdp,
  values: Float64Array,
): Float64Array {
  const result = rewards.slice();
  for (let i = 0; i < states * actions; i++) {
    for (let next = 0; next < states; next++) result[i]! += gamma * transitions[i * states + next]! * values[next]!;
  }
  return result;
}

/** Σ p(x)·f(x) */
export function expectation(distribution: Float64Array, values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < distribution.length; i++) total += distribution[i]! * values[i]!;
  return total;
}
