import * as v from "valibot";
import { UsageError } from "../errors.js";
import { integer, number, parseOptions } from "../options.js";
import type { Preset } from "./presets.js";

/** Periodic evaluation, fully given. */
export interface EvaluationSettings {
  readonly everySteps: number;
  readonly episodes: number;
}

export interface ResolvedTrainOptions {
  readonly totalSteps: number;
  readonly seed: number;
  readonly evaluation: EvaluationSettings | false;
  readonly until: number | undefined;
  readonly checkpointSeconds: number;
}

const schema = v.strictObject({
  totalSteps: v.optional(integer(1)),
  seed: v.optional(integer(0), 1),
  evaluation: v.optional(
    v.union([
      v.literal(false),
      v.strictObject({ everySteps: v.optional(integer(1)), episodes: v.optional(integer(1)) }),
    ]),
    {},
  ),
  until: v.optional(number()),
  checkpointSeconds: v.optional(number(0), 30),
});

/** Checks the options of `train` that are plain data and fills in what depends on the preset. */
export function resolveTrainOptions(options: object, preset: Preset): ResolvedTrainOptions {
  const {
    totalSteps = preset.totalSteps,
    seed,
    evaluation,
    until,
    checkpointSeconds,
  } = parseOptions("train", schema, options);
  if (until !== undefined && evaluation === false) {
    throw new UsageError({
      code: "until-without-evaluation",
      message: `train: until is ${until}, but evaluation is false, so nothing would tell when it is reached.`,
      fix: "Leave evaluation out, or stop by totalSteps alone.",
    });
  }
  return {
    totalSteps,
    seed,
    until,
    checkpointSeconds,
    evaluation: evaluation && {
      everySteps:
        evaluation.everySteps ?? (until === undefined ? undefined : preset.evaluateEvery) ?? Math.ceil(totalSteps / 20),
      episodes: evaluation.episodes ?? 20,
    },
  };
}

const resumeSchema = v.strictObject({
  totalSteps: v.optional(integer(1)),
  until: v.optional(v.nullable(number())),
  checkpointSeconds: v.optional(number(0)),
});

/** Checks the options of `resume` that are plain data. */
export function resolveResumeOptions(options: object): v.InferOutput<typeof resumeSchema> {
  return parseOptions("resume", resumeSchema, options);
}
