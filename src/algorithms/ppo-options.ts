import * as v from "valibot";
import { UsageError } from "../errors.js";
import { activationNames } from "../nn/index.js";
import { integer, number, parseOptions } from "../options.js";
import type { ExplorationOptions, Network } from "../policies/index.js";
import type { CollectionSettings } from "./algorithm.js";
import { type Schedule, schedule } from "./schedule.js";

/** Options of `ppo`; all have defaults. */
export interface PpoOptions extends Partial<CollectionSettings> {
  /** Samples per gradient step; must divide nSteps · nEnvs. Default 64. */
  readonly batchSize?: number;
  /** Passes over each fragment. Default 10. */
  readonly nEpochs?: number;
  /** λ of generalized advantage estimation. Default 0.95. */
  readonly gaeLambda?: number;
  /** Adam's step size; default 3e-4. */
  readonly learningRate?: Schedule;
  /** Adapt the learning rate to keep the mean KL(old ‖ new) near this value, within [1e-5, 1e-2]; default off. */
  readonly desiredKl?: number | null;
  /** ε: the ratio is clipped to [1 − ε, 1 + ε]. Default 0.2. */
  readonly clipRange?: Schedule;
  /** min(ρA, clip(ρ)A) (true) or the plain clip(ρ)A (false). Default true. */
  readonly pessimistic?: boolean;
  /** Clip the value's change to ± this; default off (it was not found to help). */
  readonly clipRangeValue?: Schedule | null;
  /** Default 0. */
  readonly entropyCoefficient?: number;
  /** Weight of the squared value error; default 0.5. */
  readonly valueCoefficient?: number;
  /** Limit of the gradient's global norm, policy and value together; default 0.5. */
  readonly maxGradNorm?: number;
  /** Scale advantages to mean 0 and standard deviation 1 in each minibatch; default true. */
  readonly normalizeAdvantage?: boolean;
  /** Stop an update before the first minibatch whose approximate KL exceeds 1.5 times this; default off. */
  readonly targetKl?: number | null;
  readonly network?: Network;
  readonly exploration?: ExplorationOptions;
}

const orOff = <S extends v.GenericSchema>(schema: S) => v.optional(v.nullable(schema), null);
const isFunction = v.function();

export const networkSchema = v.union([
  v.strictObject({
    hidden: v.optional(v.array(integer(1))),
    activation: v.optional(v.union([v.picklist(activationNames), isFunction])),
    shared: v.optional(v.boolean()),
    orthogonal: v.optional(v.boolean()),
  }),
  isFunction,
]);

const schema = v.strictObject({
  nEnvs: v.optional(integer(1), 8),
  nSteps: v.optional(integer(1), 256),
  normalizeObservation: v.optional(v.boolean(), false),
  normalizeReward: v.optional(v.boolean(), false),
  gamma: v.optional(number(0, 1), 0.99),
  batchSize: v.optional(integer(1), 64),
  nEpochs: v.optional(integer(1), 10),
  gaeLambda: v.optional(number(0, 1), 0.95),
  learningRate: v.optional(schedule(), 3e-4),
  desiredKl: orOff(number(1e-8)),
  clipRange: v.optional(schedule(0, 1), 0.2),
  pessimistic: v.optional(v.boolean(), true),
  clipRangeValue: orOff(schedule()),
  entropyCoefficient: v.optional(number(), 0),
  valueCoefficient: v.optional(number(0), 0.5),
  maxGradNorm: v.optional(number(0), 0.5),
  normalizeAdvantage: v.optional(v.boolean(), true),
  targetKl: orOff(number(0)),
  network: v.optional(networkSchema, {}),
  exploration: v.optional(
    v.strictObject({
      stateDependent: v.optional(v.boolean()),
      samplePeriod: v.optional(integer(1)),
      initialLogStd: v.optional(number()),
      logStdRange: v.optional(
        v.pipe(
          v.tuple([number(), number()]),
          v.check(([low, high]) => low < high, "Give the smaller bound first"),
        ),
      ),
    }),
    {},
  ),
});

export type ResolvedPpoOptions = Required<PpoOptions>;

/** Checks options and fills in defaults. */
export function resolvePpoOptions(options: PpoOptions): ResolvedPpoOptions {
  const resolved = parseOptions("ppo", schema, options) as ResolvedPpoOptions;
  const { nSteps, nEnvs, batchSize, normalizeAdvantage } = resolved;
  const samples = nSteps * nEnvs;
  if (samples % batchSize !== 0) {
    const smallest = normalizeAdvantage ? 2 : 1;
    const divisors = Array.from({ length: samples }, (_, i) => i + 1).filter((n) => n >= smallest && samples % n === 0);
    const best = divisors.reduce((a, b) => (Math.abs(b - batchSize) < Math.abs(a - batchSize) ? b : a));
    throw new UsageError({
      code: "indivisible-batch",
      message: `ppo: nSteps · nEnvs = ${nSteps} · ${nEnvs} = ${samples} samples cannot be cut into minibatches of ${batchSize}.`,
      fix: `Choose a batchSize that divides ${samples}, for example ${best}.`,
    });
  }
  if (normalizeAdvantage && batchSize === 1) {
    throw new UsageError({
      code: "invalid-option",
      message: "ppo: one sample has no standard deviation, so batchSize 1 cannot normalize advantages.",
      fix: "Use a larger batchSize, or normalizeAdvantage: false.",
    });
  }
  return resolved;
}
