import * as v from "valibot";
import { UsageError } from "../errors.js";
import { activationNames, cellNames } from "../nn/index.js";
import { integer, number, positive } from "../options.js";
import { type ExplorationOptions, LONGEST_SEQUENCE, type Network } from "../policies/index.js";
import type { CollectionSettings } from "./algorithm.js";
import { type Schedule, schedule } from "./schedule.js";

/** Options that all gradient-based algorithms have; the defaults stand with each. */
export interface LearnerOptions extends Partial<CollectionSettings> {
  /** The optimizer's step size. */
  readonly learningRate?: Schedule;
  /** Weight of an entropy bonus; default 0. */
  readonly entropyCoefficient?: number;
  /** Weight of the squared value error; default 0.5. */
  readonly valueCoefficient?: number;
  /** Limit of the gradient's global norm, policy and value together; null: none. */
  readonly maxGradNorm?: number | null;
  readonly network?: Network;
  readonly exploration?: ExplorationOptions;
}

/** How advantages are estimated. */
export interface AdvantageOptions {
  /** λ of generalized advantage estimation: 0 one step, 1 whole returns. */
  readonly gaeLambda?: number;
  /** Scale advantages to mean 0 and standard deviation 1 in each minibatch. */
  readonly normalizeAdvantage?: boolean;
}

/** How often a fragment is used. */
export interface PassOptions {
  /** Samples per gradient step; must divide nSteps · nEnvs. null: the whole fragment. */
  readonly batchSize?: number | null;
  /** Passes over each fragment. */
  readonly nEpochs?: number;
}

/** The most samples that a fragment may hold: typed arrays of a few columns must still be possible. */
const MOST_SAMPLES = 2 ** 27;
const MOST_ENVIRONMENTS = 2 ** 20;

export const orOff = <S extends v.GenericSchema>(schema: S) => v.optional(v.nullable(schema), null);
const isFunction = v.function();

const pair = (least: number) => v.union([integer(least), v.tuple([integer(least), integer(least)])]);
const convolution = v.strictObject({
  filters: integer(1),
  kernel: pair(1),
  stride: v.optional(pair(1)),
  padding: v.optional(integer(0)),
});

const networkSchema = v.union([
  v.strictObject({
    hidden: v.optional(v.array(integer(1))),
    activation: v.optional(v.union([v.picklist(activationNames), isFunction])),
    shared: v.optional(v.boolean()),
    orthogonal: v.optional(v.boolean()),
    convolutions: v.optional(v.union([v.literal("nature"), v.array(convolution)])),
    channels: v.optional(v.picklist(["last", "first"])),
    memory: v.optional(
      v.strictObject({
        cell: v.optional(v.picklist(cellNames)),
        size: v.optional(integer(1)),
        sequenceLength: v.optional(integer(1, LONGEST_SEQUENCE)),
      }),
    ),
  }),
  isFunction,
]);

/** Schema entries of `ExplorationOptions`. */
export const explorationEntries = {
  stateDependent: v.optional(v.boolean()),
  samplePeriod: v.optional(integer(1)),
  squashed: v.optional(v.boolean()),
  stateDependentStd: v.optional(v.boolean()),
  initialLogStd: v.optional(number()),
  logStdRange: v.optional(
    v.pipe(
      v.tuple([number(), number()]),
      v.check(([low, high]) => low < high, "Give the smaller bound first"),
    ),
  ),
};

interface LearnerDefaults {
  readonly nEnvs: number;
  readonly nSteps: number;
  readonly learningRate: Schedule;
  readonly maxGradNorm: number | null;
}

/** Schema entries of `LearnerOptions`. */
export const learnerEntries = ({ nEnvs, nSteps, learningRate, maxGradNorm }: LearnerDefaults) => ({
  nEnvs: v.optional(integer(1, MOST_ENVIRONMENTS), nEnvs),
  nSteps: v.optional(integer(1, MOST_SAMPLES), nSteps),
  normalizeObservation: v.optional(v.boolean(), false),
  normalizeReward: v.optional(v.boolean(), false),
  gamma: v.optional(number(0, 1), 0.99),
  learningRate: v.optional(schedule(), learningRate),
  entropyCoefficient: v.optional(number(), 0),
  valueCoefficient: v.optional(number(0), 0.5),
  maxGradNorm: v.optional(v.nullable(positive()), maxGradNorm),
  network: v.optional(networkSchema, {}),
  exploration: v.optional(v.strictObject(explorationEntries), {}),
});

/** Schema entries of `AdvantageOptions`. */
export const advantageEntries = (gaeLambda: number, normalizeAdvantage: boolean) => ({
  gaeLambda: v.optional(number(0, 1), gaeLambda),
  normalizeAdvantage: v.optional(v.boolean(), normalizeAdvantage),
});

/** Schema entries of `PassOptions`. */
export const passEntries = (batchSize: number | null, nEpochs: number) => ({
  batchSize: v.optional(v.nullable(integer(1)), batchSize),
  nEpochs: v.optional(integer(1), nEpochs),
});

interface Batching {
  readonly nSteps: number;
  readonly nEnvs: number;
  readonly batchSize: number | null;
  readonly normalizeAdvantage: boolean;
}

/** The divisor of `samples` that is nearest to `size`, from `smallest` up; `samples` itself always is one. */
function nearestDivisor(samples: number, size: number, smallest: number): number {
  let best = samples;
  for (let n = smallest; n * n <= samples; n++) {
    if (samples % n !== 0) continue;
    for (const divisor of [n, samples / n]) if (Math.abs(divisor - size) < Math.abs(best - size)) best = divisor;
  }
  return best;
}

/** Throws a UsageError unless the fragment can be cut into minibatches of `batchSize`, each with a standard deviation. */
export function requireBatches(what: string, { nSteps, nEnvs, batchSize, normalizeAdvantage }: Batching): void {
  const samples = nSteps * nEnvs;
  if (samples > MOST_SAMPLES) {
    throw new UsageError({
      code: "invalid-option",
      message: `${what}: nSteps · nEnvs = ${nSteps} · ${nEnvs} = ${samples} samples are too many for one fragment.`,
      fix: `Use at most ${MOST_SAMPLES}.`,
    });
  }
  const size = batchSize ?? samples;
  if (samples % size !== 0) {
    const smallest = normalizeAdvantage ? 2 : 1;
    const best = nearestDivisor(samples, size, smallest);
    throw new UsageError({
      code: "indivisible-batch",
      message: `${what}: nSteps · nEnvs = ${nSteps} · ${nEnvs} = ${samples} samples cannot be cut into minibatches of ${size}.`,
      fix: `Choose a batchSize that divides ${samples}, for example ${best}.`,
    });
  }
  if (normalizeAdvantage && size === 1) {
    throw new UsageError({
      code: "invalid-option",
      message:
        batchSize === null
          ? `${what}: one sample has no standard deviation, so a fragment of one step cannot normalize advantages.`
          : `${what}: one sample has no standard deviation, so batchSize 1 cannot normalize advantages.`,
      fix: `Use a larger ${batchSize === null ? "nSteps" : "batchSize"}, or normalizeAdvantage: false.`,
    });
  }
}
