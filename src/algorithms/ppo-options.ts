import * as v from "valibot";
import { parseOptions, positive } from "../options.js";
import { positiveSchedule, type Schedule, schedule } from "./schedule.js";
import {
  type AdvantageOptions,
  advantageEntries,
  type LearnerOptions,
  learnerEntries,
  orOff,
  type PassOptions,
  passEntries,
  requireBatches,
} from "./shared-options.js";

/**
 * Options of `ppo`; all have defaults. Shared ones: nEnvs 8, nSteps 256, batchSize 64, nEpochs 10, gaeLambda 0.95,
 * normalizeAdvantage true, learningRate 3e-4, maxGradNorm 0.5.
 */
export interface PpoOptions extends LearnerOptions, AdvantageOptions, PassOptions {
  /** Adapt the learning rate to keep the mean KL(old ‖ new) near this value, within [1e-5, 1e-2]; default off. */
  readonly desiredKl?: Schedule | null;
  /**
   * When it is adapted: before each minibatch, by the divergence on it (Rudin et al. 2022), or after each iteration, by that
   * on the whole fragment, which suits small minibatches, whose divergences are noisy. Default "minibatch".
   */
  readonly adaptPer?: "minibatch" | "iteration";
  /**
   * Learn from the mirror image of every sample, too (Mittal et al. 2024); the environment has to declare its `mirror`.
   * Default false.
   */
  readonly mirrored?: boolean;
  /** ε: the ratio is clipped to [1 − ε, 1 + ε]. Default 0.2. */
  readonly clipRange?: Schedule;
  /** min(ρA, clip(ρ)A) (true) or the plain clip(ρ)A (false). Default true. */
  readonly pessimistic?: boolean;
  /** Clip the value's change to ± this; default off (it was not found to help). */
  readonly clipRangeValue?: Schedule | null;
  /** Stop an update before the first minibatch whose approximate KL exceeds 1.5 times this; default off. */
  readonly targetKl?: number | null;
}

const schema = v.strictObject({
  ...learnerEntries({ nEnvs: 8, nSteps: 256, learningRate: 3e-4, maxGradNorm: 0.5 }),
  ...advantageEntries(0.95, true),
  ...passEntries(64, 10),
  desiredKl: orOff(schedule(1e-8)),
  adaptPer: v.optional(v.picklist(["minibatch", "iteration"]), "minibatch"),
  // no default, so that runs saved before there was this option can be resumed
  mirrored: v.optional(v.boolean()),
  clipRange: v.optional(positiveSchedule(1), 0.2),
  pessimistic: v.optional(v.boolean(), true),
  clipRangeValue: orOff(positiveSchedule()),
  targetKl: orOff(positive()),
});

export type ResolvedPpoOptions = Required<PpoOptions>;

/** Checks options and fills in defaults. */
export function resolvePpoOptions(options: PpoOptions): ResolvedPpoOptions {
  const resolved = parseOptions("ppo", schema, options) as ResolvedPpoOptions;
  requireBatches("ppo", resolved);
  return resolved;
}
