import type { Algorithm, Learner, LearnerState, Task, UpdateMetrics } from "../algorithms/index.js";
import {
  type EnvironmentDefinition,
  loadEnvironment,
  normalizeObservation,
  normalizeReward,
  type RunningStatistics,
  type VectorEnvironment,
  vectorize,
} from "../environments/index.js";
import { type ActingPrograms, compileActing, exportPolicy } from "../policies/index.js";
import { createRandom, type Random } from "../random/index.js";
import {
  type Actor,
  actionClipper,
  createActor,
  createStepActor,
  forgetEnded,
  type StepActor,
} from "../rollout/index.js";
import type { TensorData } from "../runtime/index.js";
import type { Threads } from "./actors/choose-threads.js";
import type { Part } from "./actors/messages.js";
import { type EvaluationResult, evaluateEpisodes } from "./evaluate.js";

/** What a training is made of: environments, an actor in them, and the learner it collects for. */
export interface Trainee {
  readonly definition: EnvironmentDefinition;
  readonly algorithm: Algorithm;
  readonly seed: number;
  readonly learner: LearnerState;
  readonly programs: ActingPrograms;
  readonly actor: Actor | StepActor;
  /** Collects experience and learns from it once. `progress`: share of training done before, from 0 to 1. */
  iterate(progress: number): Promise<Iteration>;
  readonly environment: TrainingEnvironment;
  /** Of observations, where they are normalized. */
  readonly statistics: RunningStatistics | undefined;
  /** Of rewards, where the trainee is a part of a larger one and normalizes them. */
  readonly rewardStatistics?: RunningStatistics | undefined;
}

/** What an iteration did. */
export interface Iteration {
  /** Environment steps, over all copies. */
  readonly steps: number;
  readonly metrics: UpdateMetrics;
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
  /** Some of the copies only, stepped in this thread; default: all. */
  readonly part?: Part | undefined;
  readonly timeoutSeconds: number;
  /** Told of every step of the training environments. */
  readonly onStep: (environment: Pick<VectorEnvironment, "finishedEpisodes">) => void;
  /** Told what the user should know. */
  readonly onNotice: (notice: string) => void;
  readonly observe?: Task["observe"];
}

/** Builds everything from a seed; the environments still have to be reset or restored. */
export async function createTrainee(options: TraineeOptions): Promise<Trainee> {
  const { algorithm, seed, part } = options;
  const definition = await loadEnvironment(options.definition);
  const random = createRandom(seed);
  const count = part?.count ?? algorithm.collection.nEnvs;
  const copies = await createCopies({ ...options, definition }, count, random.split("environment"));
  try {
    return await traineeOf({ ...options, definition }, copies, random);
  } catch (error) {
    // its threads would stay
    copies.close();
    throw error;
  }
}

async function traineeOf(
  { definition, algorithm, seed, part, onStep, observe }: TraineeOptions,
  copies: VectorEnvironment,
  random: Random,
): Promise<Trainee> {
  const { nSteps, gamma } = algorithm.collection;
  const { count } = copies;
  let environment = copies;
  let statistics: RunningStatistics | undefined;
  if (algorithm.collection.normalizeObservation) {
    const normalized = normalizeObservation(environment, { clip: OBSERVATION_CLIP, epsilon: OBSERVATION_EPSILON });
    statistics = normalized.statistics;
    environment = normalized;
  }
  let rewardStatistics: RunningStatistics | undefined;
  if (algorithm.collection.normalizeReward) {
    const normalized = normalizeReward(environment, { gamma });
    if (part) rewardStatistics = normalized.statistics;
    environment = normalized;
  }
  const learner = await algorithm.create({
    observationSpace: definition.observationSpace,
    actionSpace: definition.actionSpace,
    criticOnly: definition.criticOnly,
    masked: environment.actionMasks !== undefined,
    mirror: definition.mirror,
    random: random.split("learner"),
    observe,
  });
  const programs = await compileActing(learner.model);
  const acting = part ? random.split("actor").split(part.index) : random.split("actor");
  const setup = { model: learner.model, programs, environment, random: acting, onStep };
  const common = { definition, algorithm, seed, learner, programs, environment, statistics, rewardStatistics };
  if ("learn" in learner) {
    const actor = createStepActor(setup);
    const iterate = async (progress: number) => ({
      steps: nSteps * count,
      metrics: await learner.learn(actor, progress),
    });
    return { ...common, actor, iterate };
  }
  const actor = createActor({ ...setup, steps: nSteps });
  return { ...common, actor, iterate: iterationsOf(learner, actor) };
}

/** Fragment by fragment: collect, then update. */
export function iterationsOf(learner: Learner, actor: Actor): (progress: number) => Promise<Iteration> {
  return async (progress) => {
    const fragment = await (learner.collect?.(actor) ?? actor.collect(learner.parameters));
    const metrics = await learner.update(fragment, progress);
    return { steps: fragment.steps * fragment.environments, metrics };
  };
}

async function createCopies(
  { definition, threads, part, timeoutSeconds, onNotice }: TraineeOptions,
  count: number,
  random: Random,
): Promise<VectorEnvironment> {
  const { source } = threads;
  if (source === undefined) {
    return vectorize(definition, count, random, { firstCopy: part?.firstCopy ?? 0, training: true });
  }
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
    const toEnvironment = actionClipper(definition.actionSpace, episodes, learner.model.family);
    await mode.use(learner.parameters, EVALUATION_RUNS);
    const { stateSize = 0 } = learner.model.memory ?? {};
    const state = new Float32Array(episodes * stateSize);
    return await evaluateEpisodes(environment, async ({ observations, actionMasks, terminated, truncated }) => {
      const feeds: Record<string, TensorData> = { observation: observations };
      if (actionMasks) feeds.mask = actionMasks;
      if (stateSize > 0) {
        forgetEnded(state, stateSize, terminated, truncated);
        feeds.state = state;
      }
      const { action, nextState } = await mode.run(feeds);
      if (nextState) state.set(nextState);
      return toEnvironment(action as Int32Array | Float32Array);
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
