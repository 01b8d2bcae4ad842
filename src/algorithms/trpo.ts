import type { Algorithm } from "./algorithm.js";
import {
  backtrackingLineSearch,
  conjugateGradient,
  createTrustRegionLearner,
  type PolicyStep,
  type ResolvedTrpoOptions,
  resolveTrpoOptions,
  stepLength,
  type TrpoOptions,
} from "./trust-region/index.js";

/**
 * Trust region policy optimization (Schulman et al. 2015): the largest improvement of E[ρA] with mean KL(old ‖ new) ≤ δ,
 * by a linear model of the objective and a quadratic model of the divergence, which a line search then checks. The
 * divergence is summed over action dimensions and averaged over states. (sb3-contrib averages over dimensions too, so
 * its region is as many times looser as there are dimensions, and takes KL(new ‖ old).)
 */
export function trpo(options: TrpoOptions = {}): Algorithm {
  const resolved = resolveTrpoOptions(options);
  return {
    name: "trpo",
    options: resolved as Readonly<Record<string, unknown>>,
    collection: resolved,
    create: (task) => createTrustRegionLearner(task, resolved, trpoStep(resolved)),
  };
}

function trpoStep({ targetKl: delta, ...options }: ResolvedTrpoOptions): PolicyStep {
  return async ({ parameters, gradient, before, dampedFisher, measure }) => {
    // s ≈ (F + λI)⁻¹ g
    const direction = await conjugateGradient(dampedFisher, gradient, {
      maxSteps: options.cgSteps,
      tolerance: options.cgTolerance,
    });
    // β = √(2δ / sᵀ(F + λI)s)
    const length = stepLength(delta, direction.solution, direction.product);
    // θ = θ_old + αʲβs for the first j with KL(old ‖ new) ≤ δ and E[ρA] better than before
    const search = await backtrackingLineSearch({
      start: parameters,
      step: direction.solution.map((s) => length * s),
      shrink: options.lineSearchShrink,
      maxSteps: options.lineSearchSteps,
      limit: delta,
      baseline: before.surrogate,
      judge: measure,
    });
    return {
      parameters: search.parameters,
      after: search.accepted ?? before,
      metrics: {
        "trust_region/cg_steps": direction.steps,
        "trust_region/cg_residual": direction.residualNorm,
        "trust_region/step_length": length,
        "trust_region/line_search_steps": search.steps,
        "trust_region/step_accepted": search.accepted ? 1 : 0,
      },
    };
  };
}
