import { type Algorithm, type ObservedSamples, ppo } from "../algorithms/index.js";
import { type EnvironmentDefinition, findEnvironment, loadEnvironment } from "../environments/index.js";
import { UsageError } from "../errors.js";
import type { Policy } from "../policies/index.js";
import type { ActorsOptions } from "./actors/actors-options.js";
import { resumedActors } from "./actors/actors-options.js";
import { requireOverlappable } from "./actors/overlappable.js";
import { missingAlgorithm, requireSameAlgorithm } from "./algorithm-identity.js";
import type { MetricsSink } from "./metrics/index.js";
import { algorithmPreset, presetFor } from "./presets.js";
import type { RunStore } from "./run-store.js";
import { requireSameTask } from "./task-identity.js";
import { requireObjects, resolveResumeOptions, resolveTrainOptions, untilWithoutEvaluation } from "./train-options.js";
import { type SavedRun, TrainingRun } from "./training-run.js";

export interface TrainOptions {
  /** A registered id or a definition. */
  readonly environment: string | EnvironmentDefinition;
  /** Default: PPO with the environment's preset. */
  readonly algorithm?: Algorithm;
  /** Environment steps in all; default: those of the preset for the algorithm. Rounded up to whole iterations. */
  readonly totalSteps?: number;
  /** Everything random follows from it; default 1. */
  readonly seed?: number;
  /** Periodic evaluation in environments of its own; false: none. */
  readonly evaluation?: EvaluationOptions | false;
  /** Stop at the first evaluation whose mean return reaches this. */
  readonly until?: number;
  /** Folder for checkpoints and metrics (Node only); none by default. Refused if it exists, without `overwrite`. */
  readonly out?: string;
  readonly overwrite?: boolean;
  /** Seconds between checkpoints, more where one takes over a second; default 30. One is always written at the end. */
  readonly checkpointSeconds?: number;
  /** Where and when experience is collected: threads that step environments, a process that acts while another learns. */
  readonly actors?: ActorsOptions;
  /** Receive every report's metrics; closed at the end. */
  readonly sinks?: readonly MetricsSink[];
  /** Where the environment's definition can be imported from (`path`, or `path#export`), by threads and when the run is resumed from the command line. */
  readonly module?: string;
  /** Start from a policy's parameters instead of fresh ones. */
  readonly warmStart?: Policy;
  /** Abort to stop after the current iteration. */
  readonly signal?: AbortSignal;
  /** Told of every minibatch (or whole batch) that a policy gradient learns from: ratios and advantages. */
  readonly observe?: (samples: ObservedSamples) => void;
}

export interface EvaluationOptions {
  /** Default: a twentieth of the training; with `until`, the preset's interval if it has one. */
  readonly everySteps?: number;
  /** Default 20. */
  readonly episodes?: number;
}

/**
 * Trains a policy. Nothing runs until the run is iterated: `for await (const report of run)`. `break` stops cleanly
 * after the current iteration. Throws a UsageError for impossible options, before anything runs.
 */
export function train(options: TrainOptions): TrainingRun {
  requireObjects("train", options);
  if (options.environment === undefined) {
    throw new UsageError({
      code: "missing-environment",
      message: "train: there is no environment.",
      fix: 'Give the id of one, such as "CartPole-v1", or what defineEnvironment returns.',
    });
  }
  const {
    environment,
    algorithm,
    module,
    warmStart,
    signal,
    observe,
    sinks = [],
    out,
    overwrite = false,
    ...plain
  } = options;
  const definition = findEnvironment(environment);
  const preset = presetFor(definition.id);
  const { totalSteps } = algorithmPreset(preset, algorithm?.name ?? "ppo");
  const resolved = resolveTrainOptions(plain, { ...preset, totalSteps });
  const chosen = algorithm ?? ppo(preset.ppo);
  if (resolved.actors.overlap) requireOverlappable(chosen);
  return new TrainingRun({
    definition,
    algorithm: chosen,
    ...resolved,
    module,
    sinks,
    warmStart,
    signal,
    observe,
    openStore: out === undefined ? undefined : () => createStore(out, overwrite),
  });
}

export interface ResumeOptions extends Pick<TrainOptions, "sinks" | "signal" | "observe" | "checkpointSeconds"> {
  /** Default: what the run was started with; null: train to the last step, whatever is reached. */
  readonly until?: number | null;
  /** Train on to this many steps in all; default: what the run was started with. */
  readonly totalSteps?: number;
  /** Other threads than the run was started with, which change none of its numbers. */
  readonly actors?: Omit<ActorsOptions, "overlap" | "processes">;
  /** Needed where the run's environment is not a registered one. */
  readonly environment?: EnvironmentDefinition;
  /** Needed where the run's algorithm has options that are functions. */
  readonly algorithm?: Algorithm;
}

/** Continues a run from its last checkpoint, exactly as if it had never stopped (Node only). */
export async function resume(folder: string, options: ResumeOptions = {}): Promise<TrainingRun> {
  requireObjects("resume", options);
  const { environment, algorithm, sinks = [], signal, observe, ...plain } = options;
  const { totalSteps, until, checkpointSeconds, actors } = resolveResumeOptions(plain);
  const { loadRun } = await import("./run-folder.node.js");
  const { settings, checkpoint, open } = loadRun(folder);
  const definition = environment ?? findEnvironment(settings.environment);
  if (definition.id !== settings.environment) {
    throw new UsageError({
      code: "wrong-environment",
      message: `${folder} was trained on ${settings.environment}, not on ${definition.id}.`,
      fix: `Give the definition of ${settings.environment}.`,
    });
  }
  const { steps, identity, task } = checkpoint as unknown as SavedRun;
  requireSameTask(folder, await loadEnvironment(definition), task);
  if (totalSteps !== undefined && totalSteps < steps) {
    throw new UsageError({
      code: "already-trained",
      message: `${folder} has ${steps} steps already, more than the ${totalSteps} asked for.`,
      fix: "Give the number of steps in all, those already taken included.",
    });
  }
  if (typeof until === "number" && settings.evaluation === false) {
    throw untilWithoutEvaluation("resume", until, "Leave until out: this run was started without evaluation.");
  }
  const missing = algorithm === undefined ? missingAlgorithm(folder, settings) : undefined;
  if (missing) throw missing;
  const continued = algorithm ?? settings.createAlgorithm();
  requireSameAlgorithm(folder, continued, identity);
  return new TrainingRun({
    definition,
    algorithm: continued,
    seed: settings.seed,
    totalSteps: totalSteps ?? settings.totalSteps,
    evaluation: settings.evaluation,
    until: until === null ? undefined : (until ?? settings.until),
    checkpointSeconds: checkpointSeconds ?? settings.checkpointSeconds,
    actors: resumedActors(settings.actors, actors),
    sinks,
    module: settings.module,
    warmStart: undefined,
    signal,
    observe,
    openStore: async () => open(),
    checkpoint,
  });
}

async function createStore(folder: string, overwrite: boolean): Promise<RunStore> {
  const { createRunFolder } = await import("./run-folder.node.js");
  return createRunFolder(folder, overwrite);
}
