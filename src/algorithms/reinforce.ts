import * as v from "valibot";
import { integer, parseOptions } from "../options.js";
import { discounts, normalize, ofFirstStep, rewardsToGo, rewardsWithBootstrap } from "../rollout/index.js";
import type { Algorithm } from "./algorithm.js";
import { createEpisodeLearner, type EpisodeOptions, onPolicySource, type Weighing } from "./episode-learner.js";
import { requireSequences } from "./sequences.js";
import { learnerEntries } from "./shared-options.js";

/**
 * Options of `reinforce`; all have defaults. Shared ones: nEnvs 8, nSteps 32 (how many steps are collected before looking
 * whether the episodes have ended), learningRate 1e-2, maxGradNorm null.
 */
export interface ReinforceOptions extends EpisodeOptions {
  /** What weighs an action: the episode's total return, as in the first form, or its rewards to go. Default "reward-to-go". */
  readonly returns?: "total" | "reward-to-go";
  /** Scale the weights of a batch to mean 0 and standard deviation 1; default true. */
  readonly normalizeReturn?: boolean;
  /** Weigh step t by γ^t too, as the gradient of the discounted return has it and practice leaves out; default false. */
  readonly discountStates?: boolean;
}

const schema = v.strictObject({
  ...learnerEntries({ nEnvs: 8, nSteps: 32, learningRate: 1e-2, maxGradNorm: null }),
  episodesPerEnv: v.optional(integer(1), 1),
  returns: v.optional(v.picklist(["total", "reward-to-go"]), "reward-to-go"),
  baseline: v.optional(v.boolean(), true),
  normalizeReturn: v.optional(v.boolean(), true),
  discountStates: v.optional(v.boolean(), false),
});

type ResolvedReinforceOptions = Required<ReinforceOptions>;

/**
 * REINFORCE (Williams 1992): sample whole episodes from π, ∇J ≈ 1/N Σ_i Σ_t w_t·∇log π(a_t|s_t), take one step, and throw
 * the data away. A batch holds the same number of episodes from every environment, all begun after the last update:
 * nothing is cut off by the end of a fragment, and short episodes are not over-represented. Episodes that a time limit
 * ends are bootstrapped by the value function; without a baseline there is none to trust, and their return is what was
 * recorded. The baseline of rewards to go is V(s_t), that of the total return V(s_0); both leave the expectation as it is.
 * Throws a UsageError for options that cannot be.
 */
export function reinforce(options: ReinforceOptions = {}): Algorithm {
  const resolved = parseOptions("reinforce", schema, options) as ResolvedReinforceOptions;
  requireSequences("reinforce", resolved);
  return {
    name: "reinforce",
    options: resolved as unknown as Readonly<Record<string, unknown>>,
    collection: resolved,
    create: (task) =>
      createEpisodeLearner(
        task,
        resolved,
        () => onPolicySource(resolved.episodesPerEnv),
        (episodes, { values }) => weigh(episodes, values, resolved),
      ),
  };
}

function weigh(
  episodes: Parameters<typeof rewardsWithBootstrap>[0],
  values: Float32Array,
  { gamma, baseline, returns, normalizeReturn, discountStates }: ResolvedReinforceOptions,
): Weighing {
  const rewards = baseline ? rewardsWithBootstrap(episodes, gamma) : episodes.rewards;
  // G_t = Σ γ^k r_{t+k}
  const targets = rewardsToGo({ ...episodes, rewards }, gamma);
  const total = returns === "total";
  // R(τ) = G_0, or G_t
  const weights = total ? ofFirstStep(targets, episodes) : targets.slice();
  if (baseline) {
    const baselines = total ? ofFirstStep(values, episodes) : values;
    for (let i = 0; i < weights.length; i++) weights[i]! -= baselines[i]!;
  }
  if (discountStates && !total) {
    const powers = discounts(episodes, gamma);
    for (let i = 0; i < weights.length; i++) weights[i]! *= powers[i]!;
  }
  if (normalizeReturn && weights.length > 1) normalize(weights);
  return { weights, targets, metrics: {} };
}
