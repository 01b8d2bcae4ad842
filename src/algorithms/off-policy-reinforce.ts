import * as v from "valibot";
import { RunError, UsageError } from "../errors.js";
import { integer, parseOptions } from "../options.js";
import { Policy } from "../policies/index.js";
import {
  cumulativeLogRatios,
  discounts,
  type Episodes,
  ofFirstStep,
  perDecisionReturns,
  rewardsToGo,
  rewardsWithBootstrap,
  selfNormalizedWeights,
  trajectoryLogWeights,
} from "../rollout/index.js";
import { sizeOf } from "../spaces/index.js";
import type { Algorithm, Task } from "./algorithm.js";
import { type Behavior, dataset, givenPolicy, olderSelf } from "./behavior.js";
import { type CurrentView, createEpisodeLearner, type EpisodeOptions, type Weighing } from "./episode-learner.js";
import { requireSequences } from "./sequences.js";
import { learnerEntries } from "./shared-options.js";
import type { Symbols } from "./symbols.js";
import { weightMetrics } from "./weight-metrics.js";

export type { Behavior } from "./behavior.js";

/**
 * Options of `off-policy-reinforce`; all have defaults. Shared ones: nEnvs 8, nSteps 32 (how many steps are collected
 * before looking whether the episodes have ended), learningRate 1e-2, maxGradNorm null.
 */
export interface OffPolicyReinforceOptions extends EpisodeOptions {
  /**
   * How episodes of μ are weighed: by ∏ π/μ ("ordinary", unbiased), by that divided by its mean ("self-normalized",
   * biased, of less variance), or each reward by the ratios before it ("per-decision", unbiased). Default "ordinary".
   */
  readonly weighting?: "ordinary" | "self-normalized" | "per-decision";
  /** Default "older-self". Policies and data can be given from code only. */
  readonly behavior?: Behavior;
  /** Updates after which the older self becomes the current one; 1: on-policy. Default 4. */
  readonly refreshEvery?: number;
  /** The episode's total return, or rewards to go; per-decision weighting always takes the latter. Default "reward-to-go". */
  readonly returns?: "total" | "reward-to-go";
  /** Weigh step t by γ^t too, as the gradient of the discounted return has it; default false. */
  readonly discountStates?: boolean;
}

const isBehavior = (value: unknown): value is Behavior =>
  value === "older-self" ||
  value instanceof Policy ||
  typeof value === "function" ||
  (Array.isArray(value) && value.length > 0);

const schema = v.strictObject({
  ...learnerEntries({ nEnvs: 8, nSteps: 32, learningRate: 1e-2, maxGradNorm: null }),
  episodesPerEnv: v.optional(integer(1), 1),
  weighting: v.optional(v.picklist(["ordinary", "self-normalized", "per-decision"]), "ordinary"),
  behavior: v.optional(
    v.pipe(
      v.unknown(),
      v.check(isBehavior, 'Use "older-self", or give a Policy, fragments or a function of the iteration from code'),
    ),
    "older-self",
  ),
  refreshEvery: v.optional(integer(1), 4),
  returns: v.optional(v.picklist(["total", "reward-to-go"]), "reward-to-go"),
  baseline: v.optional(v.boolean(), true),
  discountStates: v.optional(v.boolean(), false),
});

type ResolvedOptions = Required<OffPolicyReinforceOptions>;

/**
 * REINFORCE on data of a behavior policy μ: ∇J = E_{τ~μ}[∏_t π/μ · Σ_t G_t·∇log π(a_t|s_t)]. Unbiased, and of a variance
 * that grows exponentially with the horizon: watch `weights/effective_share`. Batches are as in `reinforce`. Throws a
 * UsageError for options or data that cannot be, and a RunError where a weight is too large for a number.
 */
export function offPolicyReinforce(options: OffPolicyReinforceOptions = {}): Algorithm {
  const resolved = parseOptions("off-policy-reinforce", schema, options) as ResolvedOptions;
  requireSequences("off-policy-reinforce", resolved);
  const { behavior } = resolved;
  return {
    name: "off-policy-reinforce",
    options: { ...resolved, behavior: typeof behavior === "string" ? behavior : describe(behavior) } as never,
    collection: resolved,
    create: (task) =>
      createEpisodeLearner(
        task,
        resolved,
        (symbols, initial) => sourceOf(resolved, task, symbols, initial),
        (episodes, view) => weigh(episodes, view, resolved),
      ),
  };
}

const describe = (behavior: Exclude<Behavior, string>) => (behavior instanceof Policy ? "a policy" : "stored data");

function sourceOf(options: ResolvedOptions, task: Task, symbols: Symbols, initial: Float32Array) {
  const { behavior, refreshEvery, episodesPerEnv } = options;
  if (behavior === "older-self") return olderSelf(initial, refreshEvery, episodesPerEnv);
  if (behavior instanceof Policy) return givenPolicy(behavior, task, symbols, episodesPerEnv);
  if (!options.normalizeObservation) return dataset(behavior, symbols, sizeOf(task.observationSpace));
  throw new UsageError({
    code: "unused-option",
    message: "off-policy-reinforce: normalizeObservation is true, but stored data pass no normalizer.",
    fix: "Normalize the stored observations, or set normalizeObservation: false.",
  });
}

/** e^80 is about the largest weight that float32 gradients bear. */
const LARGEST_LOG_WEIGHT = 80;

function weigh(episodes: Episodes, { logRatios, values }: CurrentView, options: ResolvedOptions): Weighing {
  const { gamma, baseline, weighting, discountStates } = options;
  const rewards = baseline ? rewardsWithBootstrap(episodes, gamma) : episodes.rewards;
  // log ∏_{k≤t} ρ_k
  const cumulative = cumulativeLogRatios(logRatios, episodes);
  const logWeights = trajectoryLogWeights(logRatios, episodes);
  if (weighting !== "self-normalized") requireBearable(weighting === "ordinary" ? logWeights : cumulative);
  const targets = rewardsToGo({ ...episodes, rewards }, gamma);
  const total = options.returns === "total" && weighting !== "per-decision";
  // R(τ) = G_0, G_t, or Σ_{k≥t} γ^{k−t}·∏_{j≤k} ρ_j·r_k
  const returns =
    weighting === "per-decision"
      ? perDecisionReturns(rewards, cumulative, episodes, gamma)
      : total
        ? ofFirstStep(targets, episodes)
        : targets;
  const baselines = total ? ofFirstStep(values, episodes) : values;
  // γ^t
  const powers = discountStates && !total ? discounts(episodes, gamma) : undefined;
  // ∏_t ρ_t, or N times its share of the sum
  const trajectory = weighting === "self-normalized" ? selfNormalizedWeights(logWeights) : logWeights.map(Math.exp);
  const weights = new Float32Array(rewards.length);
  for (let i = 0; i < episodes.count; i++) {
    for (let row = episodes.starts[i]!; row < episodes.starts[i + 1]!; row++) {
      const b = baseline ? baselines[row]! : 0;
      const weighed =
        weighting === "per-decision"
          ? returns[row]! - Math.exp(cumulative[row]!) * b
          : trajectory[i]! * (returns[row]! - b);
      weights[row] = weighed * (powers ? powers[row]! : 1);
    }
  }
  return { weights, targets, metrics: weightMetrics(logWeights) };
}

function requireBearable(logWeights: Float64Array): void {
  const largest = logWeights.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (largest <= LARGEST_LOG_WEIGHT) return;
  throw new RunError({
    code: "weight-overflow",
    message: `An importance weight is e^${largest.toFixed(0)}, more than a gradient bears: the policy has moved too far from the one that acted.`,
    fix: 'Lower refreshEvery or the learning rate, shorten the episodes, or use weighting "self-normalized".',
  });
}
