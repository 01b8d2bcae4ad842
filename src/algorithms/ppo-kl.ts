import * as v from "valibot";
import { parseOptions, positive } from "../options.js";
import { input, mean, mul, neg, sub } from "../tensor/index.js";
import type { Algorithm } from "./algorithm.js";
import { firstOrderAlgorithm, type Method } from "./first-order-learner.js";
import { actorCriticLoss, adaptPenalty, surrogate, valueLoss } from "./objectives/index.js";
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
 * Options of `ppo-kl`; all have defaults. Shared ones: nEnvs 8, nSteps 256, batchSize 64, nEpochs 10, gaeLambda 0.95,
 * normalizeAdvantage true, learningRate 3e-4, maxGradNorm 0.5.
 */
export interface PpoKlOptions extends LearnerOptions, AdvantageOptions, PassOptions {
  /** d_targ: what the mean KL(old ‖ new) of an update should be. Default 0.01. */
  readonly targetKl?: number;
  /** β of the first update; default 1. Of little importance, because it adapts. */
  readonly initialPenalty?: number;
}

const schema = v.strictObject({
  ...learnerEntries({ nEnvs: 8, nSteps: 256, learningRate: 3e-4, maxGradNorm: 0.5 }),
  ...advantageEntries(0.95, true),
  ...passEntries(64, 10),
  targetKl: v.optional(positive(), 0.01),
  initialPenalty: v.optional(positive(), 1),
});

type ResolvedPpoKlOptions = Required<PpoKlOptions>;

/**
 * PPO with an adaptive KL penalty (Schulman et al. 2017, eq. 8): maximize E[ρA − β·KL(old ‖ new)]. β changes once per
 * iteration, after the last pass: doubled if the mean KL of the update exceeds 1.5·d_targ, halved if it is below
 * d_targ/1.5. The divergence is exact, from the stored distributions, summed over action dimensions and averaged over the
 * states of the fragment. Throws a UsageError for options that cannot be.
 */
export function ppoKl(options: PpoKlOptions = {}): Algorithm {
  const resolved = parseOptions("ppo-kl", schema, options) as ResolvedPpoKlOptions;
  requireBatches("ppo-kl", resolved);
  return {
    ...firstOrderAlgorithm("ppo-kl", resolved, resolved, (symbols) => penaltyMethod(symbols, resolved)),
    importanceCorrected: true,
  };
}

function penaltyMethod(symbols: Symbols, { targetKl, initialPenalty, ...options }: ResolvedPpoKlOptions): Method {
  const { ratio, advantage, divergence, value, target, entropy } = symbols;
  const memory = { beta: initialPenalty };
  // −E[ρA − β·KL(μ ‖ π)]
  const policyLoss = neg(sub(surrogate(ratio, advantage), mul(input("beta", []), mean(divergence))));
  const criticLoss = valueLoss(value, target);
  return {
    loss: actorCriticLoss(policyLoss, criticLoss, entropy, options),
    metrics: { "losses/policy_loss": policyLoss, "losses/value_loss": criticLoss, "losses/entropy": entropy },
    memory,
    scalars: () => ({ beta: memory.beta }),
    afterUpdate({ mean: kl }) {
      const { beta } = memory;
      memory.beta = adaptPenalty(beta, kl, targetKl);
      // β as this update had it
      return { "trust_region/beta": beta, "trust_region/edge_distance": targetKl - kl };
    },
  };
}
