import * as v from "valibot";
import { UsageError } from "../../errors.js";
import { activationNames } from "../../nn/index.js";
import { integer, number, parseOptions } from "../../options.js";
import type { ExplorationOptions } from "../../policies/index.js";
import type { CollectionSettings } from "../algorithm.js";
import { type Schedule, schedule } from "../schedule.js";
import { explorationEntries } from "../shared-options.js";
import type { SacNetwork } from "./model.js";

/** Options of `sac`; all have defaults. */
export interface SacOptions extends Omit<Partial<CollectionSettings>, "normalizeObservation" | "normalizeReward"> {
  /** Copies of the environment; default 1. */
  readonly nEnvs?: number;
  /** Steps per copy and report; default 100. */
  readonly nSteps?: number;
  /** Learn after every so many steps of every copy; must divide nSteps. Default 1. */
  readonly trainFrequency?: number;
  /** Gradient steps each time; default 1. */
  readonly gradientSteps?: number;
  /** Environment steps, over all copies, of uniformly random actions before learning begins; default 100. */
  readonly learningStarts?: number;
  /** Transitions that are kept for replay; default 1,000,000. */
  readonly bufferSize?: number;
  /** Transitions per gradient step; default 256. */
  readonly batchSize?: number;
  /** Step size of Adam for the critics, the actor and log α; default 3e-4. */
  readonly learningRate?: Schedule;
  /** τ: share by which the target critics follow the critics at each gradient step. Default 0.005. */
  readonly tau?: number;
  /** α, the weight of the entropy: a number, or "auto" to hold the entropy at `targetEntropy`. Default "auto". */
  readonly alpha?: number | "auto";
  /** α to begin with where it is automatic; default 1. */
  readonly initialAlpha?: number;
  /** Entropy that an automatic α holds the policy at; null: minus the number of action dimensions. Default null. */
  readonly targetEntropy?: number | null;
  /** Hidden layers of the actor and of each critic; default { hidden: [256, 256], activation: "relu", orthogonal: false }. */
  readonly network?: SacNetwork;
  /** As for all algorithms, but actions are always squashed and the standard deviation depends on the state. */
  readonly exploration?: Omit<ExplorationOptions, "squashed" | "stateDependentStd">;
  /** Cannot be true: replayed observations would be scaled by statistics of different times. */
  readonly normalizeObservation?: false;
  /** Cannot be true, for the same reason. */
  readonly normalizeReward?: false;
}

export type ResolvedSacOptions = Required<SacOptions>;

const isFunction = v.function();
const { squashed: _, stateDependentStd: __, ...exploration } = explorationEntries;

const schema = v.strictObject({
  nEnvs: v.optional(integer(1, 2 ** 20), 1),
  nSteps: v.optional(integer(1), 100),
  normalizeObservation: v.optional(v.boolean(), false),
  normalizeReward: v.optional(v.boolean(), false),
  gamma: v.optional(number(0, 1), 0.99),
  trainFrequency: v.optional(integer(1), 1),
  gradientSteps: v.optional(integer(1), 1),
  learningStarts: v.optional(integer(0), 100),
  bufferSize: v.optional(integer(1, 2 ** 31 - 1), 1_000_000),
  batchSize: v.optional(integer(1), 256),
  learningRate: v.optional(schedule(), 3e-4),
  tau: v.optional(number(0, 1), 0.005),
  alpha: v.optional(v.union([number(0), v.literal("auto")]), "auto"),
  initialAlpha: v.optional(number(1e-8), 1),
  targetEntropy: v.optional(v.nullable(number()), null),
  network: v.optional(
    v.union([
      v.strictObject({
        hidden: v.optional(v.array(integer(1))),
        activation: v.optional(v.union([v.picklist(activationNames), isFunction])),
        orthogonal: v.optional(v.boolean()),
      }),
      isFunction,
    ]),
    {},
  ),
  exploration: v.optional(v.strictObject(exploration), {}),
});

/** Checks options and fills in defaults. Throws a UsageError that names the key, its value and what is expected. */
export function resolveSacOptions(options: SacOptions): ResolvedSacOptions {
  const resolved = parseOptions("sac", schema, options) as ResolvedSacOptions & Partial<CollectionSettings>;
  for (const name of ["normalizeObservation", "normalizeReward"] as const) {
    if (!resolved[name]) continue;
    throw new UsageError({
      code: "unsupported-normalization",
      message: `sac: ${name} is true, but what is replayed was scaled by the statistics of the time it was collected.`,
      fix: "Leave it out; where scales differ much, give the environment fixed ones (transformObservation, transformReward).",
    });
  }
  const { nSteps, trainFrequency, batchSize, bufferSize } = resolved;
  if (nSteps % trainFrequency !== 0) {
    throw new UsageError({
      code: "indivisible-batch",
      message: `sac: nSteps ${nSteps} is no multiple of trainFrequency ${trainFrequency}.`,
      fix: `Use for example nSteps ${Math.ceil(nSteps / trainFrequency) * trainFrequency}.`,
    });
  }
  if (batchSize > bufferSize) {
    throw new UsageError({
      code: "batch-exceeds-buffer",
      message: `sac: batchSize ${batchSize} is larger than bufferSize ${bufferSize}.`,
      fix: "Use a smaller batchSize or a larger bufferSize.",
    });
  }
  return resolved;
}
