import { input, mean, neg } from "../tensor/index.js";
import type { Algorithm, Learner } from "./algorithm.js";
import { firstOrderAlgorithm, type Method, type ProposedStep } from "./first-order-learner.js";
import { adaptLearningRate } from "./kl-adaptive-learning-rate.js";
import { actorCriticLoss, clippedSurrogate, clippedValueLoss, valueLoss } from "./objectives/index.js";
import { type PpoOptions, type ResolvedPpoOptions, resolvePpoOptions } from "./ppo-options.js";
import { scheduledValue } from "./schedule.js";
import type { Symbols } from "./symbols.js";

/**
 * Proximal policy optimization with the clipped surrogate (Schulman et al. 2017). Throws a UsageError that names the
 * key, its value and what is expected for options that cannot be.
 */
export function ppo(options: PpoOptions = {}): Algorithm<Learner> {
  const resolved = resolvePpoOptions(options);
  return {
    ...firstOrderAlgorithm("ppo", resolved, resolved, (symbols) => clippedMethod(symbols, resolved)),
    importanceCorrected: true,
  };
}

function clippedMethod(symbols: Symbols, options: ResolvedPpoOptions): Method {
  const { ratio, advantage, value, behaviorValue, target, entropy, divergence } = symbols;
  const { desiredKl, targetKl, clipRangeValue } = options;
  // min(ρA, clip(ρ, 1 − ε, 1 + ε)·A)
  const policyLoss = neg(clippedSurrogate(ratio, advantage, input("clipRange", []), options.pessimistic));
  const criticLoss =
    clipRangeValue === null
      ? valueLoss(value, target)
      : clippedValueLoss(value, target, behaviorValue, input("clipRangeValue", []));
  const memory: Record<string, number> =
    desiredKl === null ? {} : { learningRate: scheduledValue(options.learningRate, 0) };
  let desired = 0;
  const adapt = (kl: number) => {
    memory.learningRate = adaptLearningRate(memory.learningRate as number, kl, desired);
  };
  const perMinibatch = desiredKl !== null && options.adaptPer === "minibatch";
  return {
    loss: actorCriticLoss(policyLoss, criticLoss, entropy, options),
    metrics: {
      "losses/policy_loss": policyLoss,
      "losses/value_loss": criticLoss,
      "losses/entropy": entropy,
      // The exact divergence costs a tenth of the step, so it is left out where nothing asks for it.
      ...(perMinibatch && { kl: mean(divergence) }),
    },
    memory,
    scalars: (progress) => {
      if (desiredKl !== null) desired = scheduledValue(desiredKl, progress);
      return {
        clipRange: scheduledValue(options.clipRange, progress),
        ...(clipRangeValue !== null && { clipRangeValue: scheduledValue(clipRangeValue, progress) }),
      };
    },
    ...((targetKl !== null || perMinibatch) && {
      beforeStep({ ratios, result }: ProposedStep<string>) {
        if (targetKl !== null && ratios.approximateKl > 1.5 * targetKl) return "stop";
        if (perMinibatch) adapt(result.kl![0]!);
        return undefined;
      },
    }),
    ...(desiredKl !== null && { learningRate: () => memory.learningRate as number }),
    // The learning rate depends on the divergence before the step.
    ...(perMinibatch && { separate: true }),
    ...(desiredKl !== null &&
      !perMinibatch && {
        afterUpdate({ mean }: { readonly mean: number }) {
          adapt(mean);
          return {};
        },
      }),
  };
}
