import type { TabularMdp } from "./mdp.js";
import type { TabularPolicy } from "./policy.js";
import { expectation, solve } from "./solve.js";
import { solveHorizon } from "./solve-horizon.js";

/** J(π) = E[Σ γᵗ r_t], up to the horizon where there is one. */
export function expectedReturn(mdp: TabularMdp, policy: TabularPolicy): number {
  return mdp.horizon === undefined ? solve(mdp, policy).expectedReturn : solveHorizon(mdp, policy).expectedReturn;
}

/**
 * ∇J with respect to the logits of a tabular softmax policy: [state, action]. By the policy gradient theorem (Sutton et
 * al. 2000), Σ_t γᵗ Σ_s P(s_t = s) π(a|s) A_t(s,a), in closed form where nothing ends.
 */
export function exactPolicyGradient(mdp: TabularMdp, policy: TabularPolicy): Float64Array {
  const { actions, gamma } = mdp;
  if (mdp.horizon === undefined) {
    const { visitation, advantages } = solve(mdp, policy);
    return policy.map((p, i) => (visitation[Math.floor(i / actions)]! * p * advantages[i]!) / (1 - gamma));
  }
  const { occupancies, actionValues, values } = solveHorizon(mdp, policy);
  const gradient = new Float64Array(policy.length);
  for (const [t, occupancy] of occupancies.entries()) {
    const [q, v] = [actionValues[t] as Float64Array, values[t] as Float64Array];
    for (let i = 0; i < gradient.length; i++) {
      const s = Math.floor(i / actions);
      gradient[i]! += gamma ** t * occupancy[s]! * policy[i]! * (q[i]! - v[s]!);
    }
  }
  return gradient;
}

/** J^μ(π) = E_{s~d_μ} E_{a~μ}[ρ·A^μ(s,a)], d_μ normalized: what the surrogate objective estimates. */
export function exactSurrogate(mdp: TabularMdp, behavior: TabularPolicy, policy: TabularPolicy): number {
  const { visitation, advantages } = solve(mdp, behavior);
  return expectation(visitation, expectedAdvantage(mdp, policy, advantages));
}

/** ∇ J^μ(π) with respect to the logits of π: [state, action]. At π = μ it is (1−γ)·∇J(π). */
export function exactSurrogateGradient(mdp: TabularMdp, behavior: TabularPolicy, policy: TabularPolicy): Float64Array {
  const { visitation, advantages } = solve(mdp, behavior);
  const mean = expectedAdvantage(mdp, policy, advantages);
  return policy.map((p, i) => {
    const s = Math.floor(i / mdp.actions);
    return visitation[s]! * p * (advantages[i]! - mean[s]!);
  });
}

/** The mean advantage under π in every state, [state] */
export function expectedAdvantage(
  { states, actions }: TabularMdp,
  policy: TabularPolicy,
  advantages: Float64Array,
): Float64Array {
  const mean = new Float64Array(states);
  for (let i = 0; i < policy.length; i++) mean[Math.floor(i / actions)]! += policy[i]! * advantages[i]!;
  return mean;
}
