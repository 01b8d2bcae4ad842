import * as v from "valibot";
import { UsageError } from "../errors.js";
import { integer, number, parseOptions } from "../options.js";
import { type ActorsSettings, actorsSchema, resumedActorsSchema, withDefaults } from "./actors/actors-options.js";
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
  readonly actors: ActorsSettings;
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
  actors: v.optional(actorsSchema, {}),
});

/** Options that are objects, or have no default, as `train` and `resume` take them out before. */
const objectOptions = ["environment", "algorithm", "sinks", "signal", "observe"];

/** Checks the options of `train` that are plain data and fills in what depends on the preset. */
export function resolveTrainOptions(options: object, preset: Preset): ResolvedTrainOptions {
  const {
    totalSteps = preset.totalSteps,
    seed,
    evaluation,
    until,
    checkpointSeconds,
    actors,
  } = parseOptions("train", schema, options, [...objectOptions, "warmStart", "out", "overwrite", "module"]);
  if (until !== undefined && evaluation === false) {
    throw untilWithoutEvaluation("train", until, "Leave evaluation out, or stop by totalSteps alone.");
  }
  return {
    totalSteps,
    seed,
    until,
    checkpointSeconds,
    actors: withDefaults(actors),
    evaluation: evaluation && {
      everySteps:
        evaluation.everySteps ?? (until === undefined ? undefined : preset.evaluateEvery) ?? Math.ceil(totalSteps / 20),
      episodes: evaluation.episodes ?? 20,
    },
  };
}

/** Checks the options of `train` and `resume` that are objects, for callers without types. */
export function requireObjects(what: string, options: unknown): void {
  if (typeof options !== "object" || options === null) {
    throw new UsageError({
      code: "invalid-option",
      message: `${what}: the options are ${show(options)}.`,
      fix: "Give an object of options.",
    });
  }
  const given = options as Readonly<Record<string, unknown>>;
  const refuse = (name: string, fix: string): never => {
    throw new UsageError({
      code: "invalid-option",
      message: `${what}: option "${name}" is ${show(given[name])}.`,
      fix,
    });
  };
  const { algorithm, sinks, warmStart, observe, out } = given;
  if (algorithm !== undefined && !hasMembers(algorithm, ["name", "options", "collection", "create"])) {
    refuse("algorithm", "Give what a function such as ppo() returns, or createAlgorithm(name).");
  }
  if (sinks !== undefined && !(Array.isArray(sinks) && sinks.every((sink) => hasMembers(sink, ["write", "close"])))) {
    refuse("sinks", "Give an array of sinks, such as [memorySink()].");
  }
  if (warmStart !== undefined && !hasMembers(warmStart, ["constants", "metadata"])) {
    refuse("warmStart", "Give a policy, such as await Policy.load(path).");
  }
  if (observe !== undefined && typeof observe !== "function") refuse("observe", "Give a function of the samples.");
  if (out !== undefined && (typeof out !== "string" || out === "")) refuse("out", "Give the path of a folder.");
}

const hasMembers = (value: unknown, names: readonly string[]): boolean =>
  typeof value === "object" && value !== null && names.every((name) => name in value);

const show = (value: unknown): string =>
  typeof value === "string"
    ? `"${value}"`
    : typeof value === "object" && value !== null
      ? "another object"
      : String(value);

/** Nothing would tell when `until` is reached. */
export function untilWithoutEvaluation(what: string, until: number, fix: string): UsageError {
  return new UsageError({
    code: "until-without-evaluation",
    message: `${what}: until is ${until}, but evaluation is false, so nothing would tell when it is reached.`,
    fix,
  });
}

const resumeSchema = v.strictObject({
  totalSteps: v.optional(integer(1)),
  until: v.optional(v.nullable(number())),
  checkpointSeconds: v.optional(number(0)),
  actors: v.optional(resumedActorsSchema, {}),
});

/** Checks the options of `resume` that are plain data. */
export function resolveResumeOptions(options: object): v.InferOutput<typeof resumeSchema> {
  return parseOptions("resume", resumeSchema, options, objectOptions);
}
