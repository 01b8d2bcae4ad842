import type { Random } from "../random/index.js";
import type { TabularMdp } from "./mdp.js";

/** π(a|s): [state, action] */
export type TabularPolicy = Float64Array;

/** π(a|s) = exp θ(s,a) / Σ_b exp θ(s,b). `logits`: [state, action] */
export function softmaxPolicy({ states, actions }: TabularMdp, logits: ArrayLike<number>): TabularPolicy {
  const policy = new Float64Array(states * actions);
  for (let s = 0; s < states; s++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let a = 0; a < actions; a++) largest = Math.max(largest, logits[s * actions + a]!);
    let total = 0;
    for (let a = 0; a < actions; a++) {
      policy[s * actions + a] = Math.exp(logits[s * actions + a]! - largest);
      total += policy[s * actions + a]!;
    }
    for (let a = 0; a < actions; a++) policy[s * actions + a]! /= total;
  }
  return policy;
}

export const uniformPolicy = ({ states, actions }: TabularMdp): TabularPolicy =>
  new Float64Array(states * actions).fill(1 / actions);

/** A softmax policy near another: each log-probability is shifted by a normal of standard deviation `spread`. */
export function randomPolicy(mdp: TabularMdp, random: Random, spread = 1, near = uniformPolicy(mdp)): TabularPolicy {
  return softmaxPolicy(
    mdp,
    near.map((probability) => Math.log(probability) + spread * random.normal()),
  );
}

/** Adds weight · ∇_θ log π(a|s) of a softmax policy to `into` [state, action]. */
export function addScore(
  into: Float64Array,
  policy: TabularPolicy,
  actions: number,
  state: number,
  action: number,
  weight: number,
): void {
  const row = state * actions;
  for (let b = 0; b < actions; b++) into[row + b]! -= weight * policy[row + b]!;
  into[row + action]! += weight;
}
