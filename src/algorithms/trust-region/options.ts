import * as v from "valibot";
import { integer, number, parseOptions } from "../../options.js";
import type { ExplorationOptions, Network } from "../../policies/index.js";
import type { CollectionSettings } from "../algorithm.js";
import type { Schedule } from "../schedule.js";
import { requireSequences } from "../sequences.js";
import { advantageEntries, learnerEntries, requireBatches } from "../shared-options.js";

/** Options that `trpo` and `npg` share; all have defaults, those of sb3-contrib's TRPO. */
export interface TrustRegionOptions extends Partial<CollectionSettings> {
  /** δ: the most that the mean KL(old ‖ new) may be after a step. Default 0.01. */
  readonly targetKl?: number;
  /** λ of F + λI. Default 0.1. */
  readonly damping?: number;
  /** Most steps of the conjugate gradient; default 15. */
  readonly cgSteps?: number;
  /** The conjugate gradient ends when the squared residual is below this; default 1e-10. */
  readonly cgTolerance?: number;
  /** Use one state (with a memory: one sequence) in so many, drawn at random, for the Fisher matrix; default 1: all. */
  readonly subSampling?: number;
  /** λ of generalized advantage estimation. Default 0.95. */
  readonly gaeLambda?: number;
  /** Scale advantages to mean 0 and standard deviation 1 over the whole fragment; default true. */
  readonly normalizeAdvantage?: boolean;
  /** Adam's step size for the value function; the policy has none. Default 1e-3. */
  readonly learningRate?: Schedule;
  /** Samples per gradient step of the value function; must divide nSteps · nEnvs. Default 128. */
  readonly batchSize?: number;
  /** Passes over each fragment to fit the value function. Default 10. */
  readonly criticUpdates?: number;
  readonly network?: Network;
  readonly exploration?: ExplorationOptions;
}

export type ResolvedTrustRegionOptions = Required<TrustRegionOptions>;

/** A number above 0; divergences below 1e-8 are lost in rounding. */
const divergence = v.pipe(
  v.number(),
  v.finite("Use a finite number"),
  v.minValue(1e-8, "A trust region needs a size: use more than 0, for example 0.01"),
);

// The policy's step has no loss, so what weighs one falls away.
const { entropyCoefficient, valueCoefficient, maxGradNorm, ...collection } = learnerEntries({
  nEnvs: 1,
  nSteps: 2048,
  learningRate: 1e-3,
  maxGradNorm: null,
});

const entries = {
  ...collection,
  ...advantageEntries(0.95, true),
  targetKl: v.optional(divergence, 0.01),
  damping: v.optional(number(0), 0.1),
  cgSteps: v.optional(integer(1), 15),
  cgTolerance: v.optional(number(0), 1e-10),
  subSampling: v.optional(integer(1), 1),
  batchSize: v.optional(integer(1), 128),
  criticUpdates: v.optional(integer(1), 10),
};

/** Options of `npg`; all have defaults. */
export type NpgOptions = TrustRegionOptions;
export type ResolvedNpgOptions = ResolvedTrustRegionOptions;

/** Options of `trpo`; all have defaults, those of sb3-contrib. */
export interface TrpoOptions extends TrustRegionOptions {
  /** Each candidate of the line search steps this much of the one before; default 0.8. */
  readonly lineSearchShrink?: number;
  /** Candidates before the step is given up; default 10. */
  readonly lineSearchSteps?: number;
}
export type ResolvedTrpoOptions = Required<TrpoOptions>;

const npgSchema = v.strictObject(entries);

const trpoSchema = v.strictObject({
  ...entries,
  lineSearchShrink: v.optional(
    v.pipe(v.number(), v.gtValue(0, "Use more than 0"), v.ltValue(1, "Use less than 1")),
    0.8,
  ),
  lineSearchSteps: v.optional(integer(1), 10),
});

/** Checks options and fills in defaults. Throws a UsageError that names the key, its value and what is expected. */
export function resolveNpgOptions(options: NpgOptions): ResolvedNpgOptions {
  return checked("npg", parseOptions("npg", npgSchema, options) as ResolvedNpgOptions);
}

/** Checks options and fills in defaults. Throws a UsageError that names the key, its value and what is expected. */
export function resolveTrpoOptions(options: TrpoOptions): ResolvedTrpoOptions {
  return checked("trpo", parseOptions("trpo", trpoSchema, options) as ResolvedTrpoOptions);
}

function checked<O extends ResolvedTrustRegionOptions>(name: string, options: O): O {
  // Advantages are normalized over the whole fragment, so a batch of one is fine if there are more samples.
  const normalizesOne = options.normalizeAdvantage && options.nSteps * options.nEnvs === 1;
  requireBatches(name, { ...options, normalizeAdvantage: normalizesOne });
  requireSequences(name, options, options.batchSize);
  return options;
}
