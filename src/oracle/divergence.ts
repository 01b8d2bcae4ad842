import type { TabularMdp } from "./mdp.js";
import type { TabularPolicy } from "./policy.js";
import { expectation, solve } from "./solve.js";

/** KL(μ(·|s) ‖ π(·|s)) in every state: [state]. Infinite where π excludes what μ may do. */
export function divergences({ states, actions }: TabularMdp, mu: TabularPolicy, pi: TabularPolicy): Float64Array {
  const result = new Float64Array(states);
  for (let i = 0; i < mu.length; i++) {
    if (mu[i]! > 0) result[Math.floor(i / actions)]! += mu[i]! * Math.log(mu[i]! / pi[i]!);
  }
  return result;
}

/** D_KL^max(μ ‖ π) = max_s KL(μ(·|s) ‖ π(·|s)) */
export const maxDivergence = (mdp: TabularMdp, mu: TabularPolicy, pi: TabularPolicy): number =>
  Math.max(...divergences(mdp, mu, pi));

/** D_KL^mean(μ ‖ π) = E_{s~d_μ} KL(μ(·|s) ‖ π(·|s)) */
export const meanDivergence = (mdp: TabularMdp, mu: TabularPolicy, pi: TabularPolicy): number =>
  expectation(solve(mdp, mu).visitation, divergences(mdp, mu, pi));
