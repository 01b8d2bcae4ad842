import type { Algorithm, Learner } from "../algorithm.js";
import { type AlgorithmName, algorithmNames } from "../algorithm-names.js";
import { createAlgorithm } from "../registry.js";

/** Soft Actor-Critic has no ratios, and replays transitions instead of learning from fragments. */
export type PolicyGradientName = Exclude<AlgorithmName, "sac">;
export const policyGradientNames = algorithmNames.filter((name): name is PolicyGradientName => name !== "sac");

/** Every policy gradient by its name, small, with options that all understand, and those of its own that are given. */
export const everyPolicyGradient = (
  own: Partial<Record<PolicyGradientName, object>> = {},
): { name: PolicyGradientName; create: (options?: object) => Algorithm<Learner> }[] =>
  policyGradientNames.map((name) => ({
    name,
    create(options = {}) {
      const defaults = createAlgorithm(name).options;
      return createAlgorithm(name, {
        nEnvs: 4,
        nSteps: 16,
        network: { hidden: [16] },
        ...("batchSize" in defaults && { batchSize: 16 }),
        ...own[name],
        ...options,
      }) as Algorithm<Learner>;
    },
  }));
