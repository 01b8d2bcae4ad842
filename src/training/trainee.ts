import type { Algorithm, LearnerState, Task, UpdateMetrics } from "../algorithms/index.js";
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
import { createRandom } from "../random/index.js";
import { type Actor, actionClipper, createActor, createStepActor, forgetEnded } from "../rollout/index.js";
import type { TensorData } from "../runtime/index.js";
import { type EvaluationResult, evaluateEpisodes } from "./evaluate.js";

/** What a training is made of: environments, an actor in them, and the learner it collects for. */
export interface Trainee {
  readonly definition: EnvironmentDefinition;
  readonly algorithm: Algorithm;
  readonly seed: number;
  readonly learner: LearnerState;
  readonly programs: ActingPrograms;
  readonly actor: Omit<Actor, "collect">;
  /** Collects experience and learns from it once. `progress`: share of training done before, from 0 to 1. */
  iterate(progress: number): Promise<Iteration>;
  readonly environment: VectorEnvironment;
  /** Of observations, where they are normalized. */
  readonly statistics: RunningStatistics | undefined;
}

/** What an iteration did. */
export interface Iteration {
  /** Environment steps, over all copies. */
  readonly steps: number;
  readonly metrics: UpdateMetrics;
}

/** A guess at the steps of an evaluation. */
const EVALUATION_RUNS = 500;
const OBSERVATION_CLIP = 10;
const OBSERVATION_EPSILON = 1e-8;

export interface TraineeOptions {
  readonly definition: EnvironmentDefinition;
  readonly algorithm: Algorithm;
  readonly seed: number;
  /** Told of every step of the training environments. */
  readonly onStep: (environment: VectorEnvironment) => void;
  readonly observe?: Task["observe"];
}

/** Builds everything from a seed; the environments still have to be reset or restored. */
export async function createTrainee({
  algorithm,
  seed,
  onStep,
  observe,
  ...options
}: TraineeOptions): Promise<Trainee> {
  const definition = await loadEnvironment(options.definition);
  const random = createRandom(seed);
  const { nEnvs, nSteps, gamma } = algorithm.collection;
  let environment = vectorize(definition, nEnvs, random.split("environment"));
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
    observe,
  });
  const programs = await compileActing(learner.model);
  const setup = { model: learner.model, programs, environment, random: random.split("actor"), onStep };
  const common = { definition, algorithm, seed, learner, programs, environment, statistics };
  if ("learn" in learner) {
    const actor = createStepActor(setup);
    const iterate = async (progress: number) => ({
      steps: nSteps * nEnvs,
      metrics: await learner.learn(actor, progress),
    });
    return { ...common, actor, iterate };
  }
  const actor = createActor({ ...setup, steps: nSteps });
  const iterate = async (progress: number) => {
    const fragment = await (learner.collect?.(actor) ?? actor.collect(learner.parameters));
    const metrics = await learner.update(fragment, progress);
    return { steps: fragment.steps * fragment.environments, metrics };
  };
  return { ...common, actor, iterate };
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
