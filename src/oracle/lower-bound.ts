import { divergences } from "./divergence.js";
import type { TabularMdp } from "./mdp.js";
import type { TabularPolicy } from "./policy.js";
import { expectedAdvantage } from "./policy-gradient.js";
import { expectation, solve } from "./solve.js";

/** J(π), and what the surrogate promises of it. */
export interface LowerBound {
  /** J(π) */
  readonly expectedReturn: number;
  /** J(μ) + J^μ(π)/(1−γ): the first-order model of J(π) around μ */
  readonly model: number;
  /** C = 4γA_max/(1−γ)² */
  readonly constant: number;
  /** D_KL^max(μ ‖ π) */
  readonly maxDivergence: number;
  /** D_KL^mean(μ ‖ π) */
  readonly meanDivergence: number;
  /** model − C·D^max ≤ J(π) (Schulman et al. 2015, theorem 1) */
  readonly byMaximum: number;
  /** model − 2γ·max_s|E_{a~π} A^μ|/(1−γ)² · √(½·D^mean) ≤ J(π) (Achiam et al. 2017, corollary 3) */
  readonly byRootOfMean: number;
  /** model − C·D^mean: what practice takes for a bound. A heuristic: it may exceed J(π). */
  readonly byMean: number;
}

/** Both forms of the lower bound on J(π) from data of μ, and the heuristic that practice uses. */
export function lowerBound(mdp: TabularMdp, mu: TabularPolicy, pi: TabularPolicy): LowerBound {
  const { gamma } = mdp;
  const old = solve(mdp, mu);
  const shift = expectedAdvantage(mdp, pi, old.advantages);
  const model = old.expectedReturn + expectation(old.visitation, shift) / (1 - gamma);
  const divergence = divergences(mdp, mu, pi);
  const maxDivergence = Math.max(...divergence);
  const meanDivergence = expectation(old.visitation, divergence);
  const constant = (4 * gamma * largest(old.advantages)) / (1 - gamma) ** 2;
  const rootConstant = (2 * gamma * largest(shift)) / (1 - gamma) ** 2;
  return {
    expectedReturn: solve(mdp, pi).expectedReturn,
    model,
    constant,
    maxDivergence,
    meanDivergence,
    byMaximum: model - constant * maxDivergence,
    byRootOfMean: model - rootConstant * Math.sqrt(meanDivergence / 2),
    byMean: model - constant * meanDivergence,
  };
}

const largest = (values: Float64Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
