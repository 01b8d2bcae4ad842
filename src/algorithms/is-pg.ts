import * as v from "valibot";
import { parseOptions, positive } from "../options.js";
import { vTrace } from "../rollout/index.js";
import { neg } from "../tensor/index.js";
import type { Algorithm } from "./algorithm.js";
import { firstOrderAlgorithm, type Method } from "./first-order-learner.js";
import { actorCriticLoss, importanceSampledGradient, valueLoss } from "./objectives/index.js";
import {
  type AdvantageOptions,
  advantageEntries,
  type LearnerOptions,
  learnerEntries,
  orOff,
  type PassOptions,
  passEntries,
  requireBatches,
} from "./shared-options.js";
import type { Symbols } from "./symbols.js";

/**
 * Options of `is-pg`; all have defaults. Shared ones: nEnvs 8, nSteps 256, batchSize 256, nEpochs 4, gaeLambda 0.95,
 * normalizeAdvantage true, learningRate 3e-4, maxGradNorm 0.5.
 */
export interface IsPgOptions extends LearnerOptions, AdvantageOptions, PassOptions {
  /**
   * Truncate the importance weights at ρ̄, and estimate advantages anew before each pass by V-trace with weights truncated
   * at ρ̄ and c̄ (each 1 unless given). Default null: plain weights, advantages of the behavior policy.
   */
  readonly vTrace?: { readonly rhoBar?: number; readonly cBar?: number } | null;
}

const schema = v.strictObject({
  ...learnerEntries({ nEnvs: 8, nSteps: 256, learningRate: 3e-4, maxGradNorm: 0.5 }),
  ...advantageEntries(0.95, true),
  ...passEntries(256, 4),
  vTrace: orOff(v.strictObject({ rhoBar: v.optional(positive(), 1), cBar: v.optional(positive(), 1) })),
});

type ResolvedIsPgOptions = v.InferOutput<typeof schema> & Required<IsPgOptions>;

/**
 * The single-step importance-sampled gradient E_{s~d_μ, a~μ}[ρ·A^μ·∇log π] over several passes: corrects for the action,
 * and lets the states and the advantages be the old policy's, which is acceptable while π ≈ μ. It is the surrogate's
 * gradient, so what `surrogate` suffers from it does too, unless the weights are truncated. Throws a UsageError for
 * options that cannot be.
 */
export function isPg(options: IsPgOptions = {}): Algorithm {
  const resolved = parseOptions("is-pg", schema, options) as ResolvedIsPgOptions;
  requireBatches("is-pg", resolved);
  return {
    ...firstOrderAlgorithm("is-pg", resolved, resolved, (symbols) => importanceSampledMethod(symbols, resolved)),
    importanceCorrected: true,
  };
}

function importanceSampledMethod(symbols: Symbols, options: ResolvedIsPgOptions): Method {
  const { logProb, ratio, advantage, value, target, entropy } = symbols;
  const { vTrace: truncation, gamma, gaeLambda: lambda } = options;
  // −E[min(ρ, ρ̄)·A·log π(a|s)], the weight held fixed
  const policyLoss = neg(importanceSampledGradient(logProb, ratio, advantage, truncation?.rhoBar));
  const criticLoss = valueLoss(value, target);
  return {
    loss: actorCriticLoss(policyLoss, criticLoss, entropy, options),
    metrics: { "losses/policy_loss": policyLoss, "losses/value_loss": criticLoss, "losses/entropy": entropy },
    ...(truncation && {
      async estimate({ fragment, logRatios, advantages, targets }) {
        vTrace(fragment, await logRatios(), { gamma, lambda, ...truncation }, targets, advantages);
      },
    }),
  };
}
