import type { Episodes } from "./episodes.js";

/** Rewards whose last one, where a time limit ended the episode, holds what was still to come: r_T + γ·V(s_{T+1}). */
export function rewardsWithBootstrap(
  { rewards, starts, count, finalValues }: Pick<Episodes, "count" | "starts" | "rewards" | "finalValues">,
  gamma: number,
): Float32Array {
  const bootstrapped = rewards.slice();
  for (let i = 0; i < count; i++) bootstrapped[starts[i + 1]! - 1]! += gamma * finalValues[i]!;
  return bootstrapped;
}

/** Discounted rewards to go G_t = r_t + γ·G_{t+1} of every step of every episode: [rows]. */
export function rewardsToGo(
  { rewards, starts, count }: Pick<Episodes, "count" | "starts" | "rewards">,
  gamma: number,
): Float32Array {
  const returns = new Float32Array(rewards.length);
  for (let i = 0; i < count; i++) {
    let following = 0;
    for (let row = starts[i + 1]! - 1; row >= starts[i]!; row--) {
      following = rewards[row]! + gamma * following;
      returns[row] = following;
    }
  }
  return returns;
}

/** For every step what a column holds at its episode's first step, for example R(τ) = G_0: [rows]. */
export function ofFirstStep(column: Float32Array, { starts, count }: Pick<Episodes, "starts" | "count">): Float32Array {
  const first = new Float32Array(column.length);
  for (let i = 0; i < count; i++) first.fill(column[starts[i]!]!, starts[i], starts[i + 1]);
  return first;
}

/** γ^t of every step: [rows]. */
export function discounts(
  { rewards, starts, count }: Pick<Episodes, "count" | "starts" | "rewards">,
  gamma: number,
): Float32Array {
  const powers = new Float32Array(rewards.length);
  for (let i = 0; i < count; i++) {
    for (let row = starts[i]!; row < starts[i + 1]!; row++) powers[row] = gamma ** (row - starts[i]!);
  }
  return powers;
}
