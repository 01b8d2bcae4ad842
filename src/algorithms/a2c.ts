import * as v from "valibot";
import { adam, rmsprop } from "../nn/index.js";
import { number, parseOptions, positive } from "../options.js";
import { neg } from "../tensor/index.js";
import type { Algorithm } from "./algorithm.js";
import { firstOrderAlgorithm, type Method } from "./first-order-learner.js";
import { actorCriticLoss, policyGradient, valueLoss } from "./objectives/index.js";
import { type AdvantageOptions, advantageEntries, type LearnerOptions, learnerEntries } from "./shared-options.js";
import type { Symbols } from "./symbols.js";

/**
 * Options of `a2c`; all have defaults. Shared ones: nEnvs 8, nSteps 5, gaeLambda 1 (n-step returns), normalizeAdvantage
 * false, learningRate 7e-4, maxGradNorm 0.5.
 */
export interface A2cOptions extends LearnerOptions, AdvantageOptions {
  /** Default "rmsprop", as published. */
  readonly optimizer?: "rmsprop" | "adam";
  /** α of RMSProp; default 0.99. */
  readonly rmspropAlpha?: number;
  /** ε of RMSProp, outside the root; default 1e-5. */
  readonly rmspropEpsilon?: number;
}

const schema = v.strictObject({
  ...learnerEntries({ nEnvs: 8, nSteps: 5, learningRate: 7e-4, maxGradNorm: 0.5 }),
  ...advantageEntries(1, false),
  optimizer: v.optional(v.picklist(["rmsprop", "adam"]), "rmsprop"),
  rmspropAlpha: v.optional(number(0, 1), 0.99),
  rmspropEpsilon: v.optional(positive(), 1e-5),
});

type ResolvedA2cOptions = Required<A2cOptions>;

/**
 * The advantage gradient E[∇log π(a|s)·A] in many environments at once (advantage actor-critic, after Mnih et al. 2016):
 * one step for each fragment, which is then thrown away. Throws a UsageError for options that cannot be.
 */
export function a2c(options: A2cOptions = {}): Algorithm {
  const resolved = parseOptions("a2c", schema, options) as ResolvedA2cOptions;
  return firstOrderAlgorithm("a2c", resolved, { batchSize: null, nEpochs: 1 }, (symbols) =>
    advantageMethod(symbols, resolved),
  );
}

function advantageMethod({ logProb, advantage, value, target, entropy }: Symbols, options: ResolvedA2cOptions): Method {
  // −E[log π(a|s)·A]
  const policyLoss = neg(policyGradient(logProb, advantage));
  // E[(V(s) − R)²]
  const criticLoss = valueLoss(value, target);
  return {
    loss: actorCriticLoss(policyLoss, criticLoss, entropy, options),
    metrics: { "losses/policy_loss": policyLoss, "losses/value_loss": criticLoss, "losses/entropy": entropy },
    optimizer:
      options.optimizer === "adam" ? adam() : rmsprop({ alpha: options.rmspropAlpha, epsilon: options.rmspropEpsilon }),
  };
}
