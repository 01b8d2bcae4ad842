import type { Algorithm, Learner } from "../algorithms/index.js";
import {
  type EnvironmentDefinition,
  normalizeObservation,
  normalizeReward,
  type RunningStatistics,
  type VectorEnvironment,
  vectorize,
} from "../environments/index.js";
import { type ActingPrograms, compileActing, exportPolicy } from "../policies/index.js";
import { createRandom, type Random } from "../random/index.js";
import { type Actor, createActor } from "../rollout/index.js";
import type { TensorData } from "../runtime/index.js";
import type { Threads } from "./actors/choose-threads.js";
import { type EvaluationResult, evaluateEpisodes } from "./evaluate.js";

/** What a training is made of: environments, an actor in them, and the learner it collects for. */
export interface Trainee {
  readonly definition: EnvironmentDefinition;
  readonly algorithm: Algorithm;
  readonly seed: number;
  readonly learner: Learner;
  readonly programs: ActingPrograms;
  readonly actor: Actor;
  readonly environment: TrainingEnvironment;
  /** Of observations, where they are normalized. */
  readonly statistics: RunningStatistics | undefined;
}

/** The training environments as the loop knows them, wherever they are. */
export interface TrainingEnvironment extends Pick<VectorEnvironment, "count" | "restorable" | "actionMasks" | "close"> {
  /** Starts new episodes everywhere. */
  reset(): void | Promise<void>;
}

/** A guess at the steps of an evaluation. */
const EVALUATION_RUNS = 500;
const OBSERVATION_CLIP = 10;
const OBSERVATION_EPSILON = 1e-8;

export interface TraineeOptions {
  readonly definition: EnvironmentDefinition;
  readonly algorithm: Algorithm;
  readonly seed: number;
  readonly threads: Threads;
  readonly timeoutSeconds: number;
  /** Told of every step of the training environments. */
  readonly onStep: (environment: Pick<VectorEnvironment, "finishedEpisodes">) => void;
  /** Told what the user should know. */
  readonly onNotice: (notice: string) => void;
}

/** Builds everything from a seed; the environments still have to be reset or restored. */
export async function createTrainee(options: TraineeOptions): Promise<Trainee> {
  const { definition, algorithm, seed, onStep } = options;
  const random = createRandom(seed);
  const { nEnvs, nSteps, gamma } = algorithm.collection;
  let environment = await createCopies(options, nEnvs, random.split("environment"));
  let statistics: RunningStatistics | undefined;
  if (algorithm.collection.normalizeObservation) {
    const normalized = normalizeObservation(environment, { clip: OBSERVATION_CLIP, epsilon: OBSERVATION_EPSILON });
    statistics = normalized.statistics;
    environment = normalized;
  }
  if (algorithm.collection.normalizeReward) environment = normalizeReward(environment, { gamma });
  const learner = await algorithm.create({
    observationSpace: definition.observationSpace,
    actionSpace: definition.actionSpace,
    masked: environment.actionMasks !== undefined,
    random: random.split("learner"),
  });
  const programs = await compileActing(learner.model);
  const actor = createActor({
    model: learner.model,
    programs,
    environment,
    steps: nSteps,
    random: random.split("actor"),
    onStep,
  });
  return { definition, algorithm, seed, learner, programs, actor, environment, statistics };
}

async function createCopies(
  { definition, threads, timeoutSeconds, onNotice }: TraineeOptions,
  count: number,
  random: Random,
): Promise<VectorEnvironment> {
  const { source } = threads;
  if (source === undefined) return vectorize(definition, count, random);
  const { vectorizeInThreads } = await import("../environments/node.js");
  return vectorizeInThreads(definition, count, random, { ...threads, source, timeoutSeconds, onNotice });
}

/** Greedy episodes in environments of their own. `key` names them: each has its own, whatever happened before. */
export async function evaluateTrainee(
  { definition, seed, learner, programs, statistics }: Trainee,
  episodes: number,
  key: string | number,
): Promise<EvaluationResult> {
  const raw = vectorize(definition, episodes, createRandom(seed).split("evaluation").split(key));
  const environment = statistics
    ? normalizeObservation(raw, { clip: OBSERVATION_CLIP, epsilon: OBSERVATION_EPSILON, frozen: true, statistics })
    : raw;
  try {
    const mode = await programs.mode();
    await mode.use(learner.parameters, EVALUATION_RUNS);
    return await evaluateEpisodes(environment, async ({ observations, actionMasks }) => {
      const feeds: Record<string, TensorData> = { observation: observations };
      if (actionMasks) feeds.mask = actionMasks;
      return (await mode.run(feeds)).action as Int32Array | Float32Array;
    });
  } finally {
    raw.close();
  }
}

/** The policy after `steps` environment steps, as an ONNX file. */
export function exportTrainee({ definition, algorithm, learner, statistics }: Trainee, steps: number): Uint8Array {
  return exportPolicy({
    model: learner.model,
    parameters: learner.parameters,
    normalizer: statistics && {
      mean: statistics.mean,
      variance: statistics.variance,
      epsilon: OBSERVATION_EPSILON,
      clip: OBSERVATION_CLIP,
    },
    metadata: {
      environment: definition.id,
      observationSpace: definition.observationSpace,
      actionSpace: definition.actionSpace,
      algorithm: algorithm.name,
      steps,
    },
  });
}
