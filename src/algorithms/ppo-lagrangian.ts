import * as v from "valibot";
import { number, parseOptions, positive } from "../options.js";
import { input, mean, mul, neg, sub } from "../tensor/index.js";
import type { Algorithm } from "./algorithm.js";
import { firstOrderAlgorithm, type Method } from "./first-order-learner.js";
import { actorCriticLoss, ascendDual, surrogate, valueLoss } from "./objectives/index.js";
import {
  type AdvantageOptions,
  advantageEntries,
  type LearnerOptions,
  learnerEntries,
  type PassOptions,
  passEntries,
  requireBatches,
} from "./shared-options.js";
import type { Symbols } from "./symbols.js";

/**
 * Options of `ppo-lagrangian`; all have defaults. Shared ones: nEnvs 8, nSteps 256, batchSize 64, nEpochs 10, gaeLambda
 * 0.95, normalizeAdvantage true, learningRate 3e-4, maxGradNorm 0.5.
 */
export interface PpoLagrangianOptions extends LearnerOptions, AdvantageOptions, PassOptions {
  /** ε: the most that the mean KL(old ‖ new) of an update should be. Default 0.01. */
  readonly targetKl?: number;
  /** α: step size of the multiplier. Default 10: larger ones swing more. */
  readonly multiplierRate?: number;
  /** λ of the first update; default 1. */
  readonly initialMultiplier?: number;
}

const schema = v.strictObject({
  ...learnerEntries({ nEnvs: 8, nSteps: 256, learningRate: 3e-4, maxGradNorm: 0.5 }),
  ...advantageEntries(0.95, true),
  ...passEntries(64, 10),
  targetKl: v.optional(positive(), 0.01),
  multiplierRate: v.optional(positive(), 10),
  initialMultiplier: v.optional(number(0), 1),
});

type ResolvedPpoLagrangianOptions = Required<PpoLagrangianOptions>;

/**
 * Constrained policy optimization by dual gradient descent on L(π, λ) = E[ρA] − λ·(KL(old ‖ new) − ε): gradient steps
 * ascend in π, and once per iteration, after the last pass, λ ← max(0, λ + α·(KL − ε)). λ grows while the constraint is
 * violated and returns to 0 where it is slack. The divergence is exact, from the stored distributions, summed over action
 * dimensions and averaged over the states of the fragment. Throws a UsageError for options that cannot be.
 */
export function ppoLagrangian(options: PpoLagrangianOptions = {}): Algorithm {
  const resolved = parseOptions("ppo-lagrangian", schema, options) as ResolvedPpoLagrangianOptions;
  requireBatches("ppo-lagrangian", resolved);
  return {
    ...firstOrderAlgorithm("ppo-lagrangian", resolved, resolved, (symbols) => dualMethod(symbols, resolved)),
    importanceCorrected: true,
  };
}

function dualMethod(symbols: Symbols, options: ResolvedPpoLagrangianOptions): Method {
  const { ratio, advantage, divergence, value, target, entropy } = symbols;
  const { targetKl: epsilon, multiplierRate: alpha } = options;
  const memory = { lambda: options.initialMultiplier };
  // −(E[ρA] − λ·(KL(μ ‖ π) − ε))
  const violation = sub(mean(divergence), epsilon);
  const policyLoss = neg(sub(surrogate(ratio, advantage), mul(input("lambda", []), violation)));
  const criticLoss = valueLoss(value, target);
  return {
    loss: actorCriticLoss(policyLoss, criticLoss, entropy, options),
    metrics: { "losses/policy_loss": policyLoss, "losses/value_loss": criticLoss, "losses/entropy": entropy },
    memory,
    scalars: () => ({ lambda: memory.lambda }),
    afterUpdate({ mean: kl }) {
      const { lambda } = memory;
      // λ ← max(0, λ + α(KL − ε))
      memory.lambda = ascendDual(lambda, kl, epsilon, alpha);
      // λ as this update had it
      return { "trust_region/lambda": lambda, "trust_region/edge_distance": epsilon - kl };
    },
  };
}
