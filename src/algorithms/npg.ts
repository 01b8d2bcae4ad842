import type { Algorithm } from "./algorithm.js";
import {
  conjugateGradient,
  createTrustRegionLearner,
  moveAlong,
  type NpgOptions,
  type PolicyStep,
  type ResolvedNpgOptions,
  resolveNpgOptions,
  stepLength,
} from "./trust-region/index.js";

/**
 * The natural policy gradient (Kakade 2001), with the step length that TRPO tries first and nothing that checks it: the
 * mean KL(old ‖ new) comes out near δ, above or below.
 */
export function npg(options: NpgOptions = {}): Algorithm {
  const resolved = resolveNpgOptions(options);
  return {
    name: "npg",
    options: resolved as Readonly<Record<string, unknown>>,
    collection: resolved,
    create: (task) => createTrustRegionLearner(task, resolved, npgStep(resolved)),
  };
}

function npgStep({ targetKl: delta, cgSteps, cgTolerance }: ResolvedNpgOptions): PolicyStep {
  return async ({ parameters, gradient, dampedFisher, measure }) => {
    // s ≈ (F + λI)⁻¹ g
    const direction = await conjugateGradient(dampedFisher, gradient, { maxSteps: cgSteps, tolerance: cgTolerance });
    // θ = θ_old + √(2δ / sᵀ(F + λI)s) · s
    const length = stepLength(delta, direction.solution, direction.product);
    const next = new Float32Array(parameters.length);
    moveAlong(
      parameters,
      direction.solution.map((s) => length * s),
      1,
      next,
    );
    return {
      parameters: next,
      after: await measure(next),
      metrics: {
        "trust_region/cg_steps": direction.steps,
        "trust_region/cg_residual": direction.residualNorm,
        "trust_region/step_length": length,
      },
    };
  };
}
