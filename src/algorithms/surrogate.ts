import * as v from "valibot";
import { parseOptions } from "../options.js";
import { neg } from "../tensor/index.js";
import type { Algorithm } from "./algorithm.js";
import { firstOrderAlgorithm, type Method } from "./first-order-learner.js";
import { actorCriticLoss, surrogate as surrogateObjective, valueLoss } from "./objectives/index.js";
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
 * Options of `surrogate`; all have defaults: nEnvs 8, nSteps 256, batchSize null (whole fragments), nEpochs 40, gaeLambda
 * 0.95, normalizeAdvantage true, learningRate 3e-3, maxGradNorm 0.5.
 */
export interface SurrogateOptions extends LearnerOptions, AdvantageOptions, PassOptions {}

const schema = v.strictObject({
  ...learnerEntries({ nEnvs: 8, nSteps: 256, learningRate: 3e-3, maxGradNorm: 0.5 }),
  ...advantageEntries(0.95, true),
  ...passEntries(null, 40),
});

/**
 * The surrogate E[ρA] maximized over many passes with nothing to hold the new policy near the old one: the cautionary
 * tale. Soon ρ is large where A happened to be, and the data no longer say anything about the policy that has come of it.
 * Compare `losses/kl` with that of `ppo`. Throws a UsageError for options that cannot be.
 */
export function surrogate(options: SurrogateOptions = {}): Algorithm {
  const resolved = parseOptions("surrogate", schema, options) as Required<SurrogateOptions>;
  requireBatches("surrogate", resolved);
  return {
    ...firstOrderAlgorithm("surrogate", resolved, resolved, (symbols) => unconstrainedMethod(symbols, resolved)),
    importanceCorrected: true,
  };
}

function unconstrainedMethod(
  { ratio, advantage, value, target, entropy }: Symbols,
  options: Required<SurrogateOptions>,
): Method {
  // −E[ρA]
  const policyLoss = neg(surrogateObjective(ratio, advantage));
  const criticLoss = valueLoss(value, target);
  return {
    loss: actorCriticLoss(policyLoss, criticLoss, entropy, options),
    metrics: { "losses/policy_loss": policyLoss, "losses/value_loss": criticLoss, "losses/entropy": entropy },
  };
}
