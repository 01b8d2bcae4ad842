import {
  type GradientEstimator,
  generalizedAdvantageEstimator,
  importanceWeighted,
  type Moments,
  momentsOf,
  perDecisionEstimator,
  rewardToGoEstimator,
  selfNormalizedMoments,
  singleStepEstimator,
  type TabularPolicy,
  totalReturnEstimator,
  vTraceEstimator,
} from "../../oracle/index.js";
import { a2c } from "../a2c.js";
import { isPg } from "../is-pg.js";
import { type OffPolicyReinforceOptions, offPolicyReinforce } from "../off-policy-reinforce.js";
import { ppo } from "../ppo.js";
import { ppoKl } from "../ppo-kl.js";
import { ppoLagrangian } from "../ppo-lagrangian.js";
import { type ReinforceOptions, reinforce } from "../reinforce.js";
import { surrogate } from "../surrogate.js";
import { type SampledStep, stateValues, type TabularProblem, tabularProblem } from "./tabular-gradient.js";

/** A learner's first step, and what the oracle says that it follows on average. */
export interface GradientCase {
  readonly name: string;
  /** Whether its mean is ∇J(π). */
  readonly unbiased: boolean;
  create(seed: number): {
    readonly problem: TabularProblem;
    readonly step: Omit<SampledStep, "fragments">;
    enumerate(): Moments;
  };
}

/** What a learner is given, and the estimator that its step should be on one trajectory. */
interface Setting {
  readonly name: string;
  readonly unbiased: boolean;
  /** γ; default 0.9. With 1 there is no γᵗ to drop. */
  readonly gamma?: number;
  /** Data of μ instead of π. */
  readonly offPolicy?: boolean;
  /** What the critic holds; default: the values of the policy that acts. */
  readonly value?: (state: number) => number;
  readonly algorithm: SampledStep["algorithm"];
  estimator(p: TabularProblem, behavior: TabularPolicy, value: (t: number, s: number) => number): GradientEstimator;
}

const wrong = (s: number) => Math.sin(1 + s);
const once = { normalizeAdvantage: false, batchSize: null, nEpochs: 1 } as const;
/** No γᵗ, as in all that average over steps. */
const dropped = { discountStates: false } as const;

function byStep({ gamma = 0.9, offPolicy = false, ...setting }: Setting): GradientCase {
  return withEpisodes(setting, gamma, offPolicy, true);
}

function byEpisode({ gamma = 0.9, offPolicy = false, ...setting }: Setting): GradientCase {
  return withEpisodes(setting, gamma, offPolicy, false);
}

function withEpisodes(
  { name, unbiased, value: wrongValue, algorithm, estimator }: Setting,
  gamma: number,
  offPolicy: boolean,
  perStep: boolean,
): GradientCase {
  return {
    name,
    unbiased,
    create(seed) {
      const problem = tabularProblem(seed, gamma);
      const { mdp, pi, mu } = problem;
      const behavior = offPolicy ? mu : pi;
      const right = stateValues(problem, behavior);
      const values = wrongValue ? right.map((_, s) => wrongValue(s)) : right;
      return {
        problem,
        step: { algorithm, target: pi, behavior, values, perStep, episodes: 64 },
        enumerate: () =>
          momentsOf(
            mdp,
            behavior,
            estimator(problem, behavior, (_t, s) => values[s]!),
          ),
      };
    },
  };
}

const reinforceWith =
  (options: ReinforceOptions): SampledStep["algorithm"] =>
  (shape) =>
    reinforce({ ...shape, normalizeReturn: false, ...options });

const offPolicyWith =
  (options: OffPolicyReinforceOptions): SampledStep["algorithm"] =>
  (shape, collect) =>
    offPolicyReinforce({ ...shape, baseline: false, behavior: collect, ...options });

/** Two trajectories for each estimate: all pairs can be enumerated. */
const selfNormalized: GradientCase = {
  name: "off-policy-reinforce, self-normalized weights of 2 episodes",
  unbiased: false,
  create(seed) {
    const problem = tabularProblem(seed, 0.9);
    const { mdp, pi, mu } = problem;
    const algorithm = offPolicyWith({ weighting: "self-normalized", returns: "total" });
    const values = stateValues(problem, mu);
    return {
      problem,
      step: { algorithm, target: pi, behavior: mu, values, perStep: false, episodes: 2 },
      enumerate: () => selfNormalizedMoments(mdp, pi, mu, { estimator: totalReturnEstimator(mdp, pi), samples: 2 }),
    };
  },
};

/** On the learner's own data π = μ, so that all surrogates have one gradient: that of the advantages. */
const firstSteps: readonly (readonly [name: string, algorithm: SampledStep["algorithm"]])[] = [
  ["a2c", (shape) => a2c({ ...shape, optimizer: "adam", normalizeAdvantage: false })],
  ["is-pg", (shape) => isPg({ ...shape, ...once })],
  ["surrogate", (shape) => surrogate({ ...shape, ...once })],
  ["ppo", (shape) => ppo({ ...shape, ...once })],
  ["ppo-kl", (shape) => ppoKl({ ...shape, ...once })],
  ["ppo-lagrangian", (shape) => ppoLagrangian({ ...shape, ...once })],
];

export const gradientCases: readonly GradientCase[] = [
  byEpisode({
    name: "reinforce, total return",
    unbiased: true,
    algorithm: reinforceWith({ returns: "total", baseline: false }),
    estimator: ({ mdp, pi }) => totalReturnEstimator(mdp, pi),
  }),
  byEpisode({
    name: "reinforce, reward-to-go with γᵗ",
    unbiased: true,
    algorithm: reinforceWith({ baseline: false, discountStates: true }),
    estimator: ({ mdp, pi }) => rewardToGoEstimator(mdp, pi),
  }),
  byEpisode({
    name: "reinforce, reward-to-go with γᵗ and the baseline of a wrong V",
    unbiased: true,
    value: wrong,
    algorithm: reinforceWith({ discountStates: true }),
    estimator: ({ mdp, pi }, _behavior, baseline) => rewardToGoEstimator(mdp, pi, { baseline }),
  }),
  byEpisode({
    name: "reinforce, reward-to-go without γᵗ",
    unbiased: false,
    algorithm: reinforceWith({}),
    estimator: ({ mdp, pi }, _behavior, baseline) => rewardToGoEstimator(mdp, pi, { baseline, ...dropped }),
  }),
  byEpisode({
    name: "off-policy-reinforce, ordinary weights",
    unbiased: true,
    offPolicy: true,
    algorithm: offPolicyWith({ returns: "total" }),
    estimator: ({ mdp, pi, mu }) => importanceWeighted(mdp, pi, mu, totalReturnEstimator(mdp, pi)),
  }),
  byEpisode({
    name: "off-policy-reinforce, per-decision weights with γᵗ",
    unbiased: true,
    offPolicy: true,
    algorithm: offPolicyWith({ weighting: "per-decision", discountStates: true }),
    estimator: ({ mdp, pi, mu }) => perDecisionEstimator(mdp, pi, mu),
  }),
  selfNormalized,
  ...firstSteps.map(([name, algorithm]) =>
    byStep({
      name: `${name} at π = μ, right V, γ = 1`,
      unbiased: true,
      gamma: 1,
      algorithm,
      estimator: ({ mdp, pi }, _behavior, value) => generalizedAdvantageEstimator(mdp, pi, value, { lambda: 0.95 }),
    }),
  ),
  byStep({
    name: "a2c, right V, without γᵗ",
    unbiased: false,
    algorithm: (shape) => a2c({ ...shape, optimizer: "adam", gaeLambda: 0.5 }),
    estimator: ({ mdp, pi }, _behavior, value) =>
      generalizedAdvantageEstimator(mdp, pi, value, { lambda: 0.5, ...dropped }),
  }),
  byStep({
    name: "a2c, GAE with λ = 0.5 and a wrong V, γ = 1",
    unbiased: false,
    gamma: 1,
    value: wrong,
    algorithm: (shape) => a2c({ ...shape, optimizer: "adam", gaeLambda: 0.5 }),
    estimator: ({ mdp, pi }, _behavior, value) => generalizedAdvantageEstimator(mdp, pi, value, { lambda: 0.5 }),
  }),
  byStep({
    name: "is-pg on data of μ, right V, γ = 1",
    unbiased: false,
    gamma: 1,
    offPolicy: true,
    algorithm: (shape) => isPg({ ...shape, ...once }),
    estimator: ({ mdp, pi, mu }) => singleStepEstimator(mdp, pi, mu),
  }),
  byStep({
    name: "surrogate on data of μ, right V, without γᵗ",
    unbiased: false,
    offPolicy: true,
    algorithm: (shape) => surrogate({ ...shape, ...once }),
    estimator: ({ mdp, pi, mu }) => singleStepEstimator(mdp, pi, mu, dropped),
  }),
  byStep({
    name: "is-pg with V-trace (ρ̄ = c̄ = 1) on data of μ, γ = 1",
    unbiased: false,
    gamma: 1,
    offPolicy: true,
    algorithm: (shape) => isPg({ ...shape, ...once, gaeLambda: 1, vTrace: {} }),
    estimator: ({ mdp, pi, mu }, _behavior, value) => vTraceEstimator(mdp, pi, mu, { value }),
  }),
  byStep({
    name: "is-pg with V-trace (ρ̄ = 0.8, c̄ = 0.6, λ = 0.9) and a wrong V, without γᵗ",
    unbiased: false,
    offPolicy: true,
    value: wrong,
    algorithm: (shape) => isPg({ ...shape, ...once, gaeLambda: 0.9, vTrace: { rhoBar: 0.8, cBar: 0.6 } }),
    estimator: ({ mdp, pi, mu }, _behavior, value) =>
      vTraceEstimator(mdp, pi, mu, { value, lambda: 0.9, rhoBar: 0.8, cBar: 0.6, ...dropped }),
  }),
];
