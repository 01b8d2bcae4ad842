import type { Random } from "../random/index.js";
import { actionSizeOf, sizeOf } from "../spaces/index.js";
import { createActionCheck } from "./action-check.js";
import { type DynamicsBatch, specializedAdvance } from "./advance-dynamics.js";
import type { Dynamics, EnvironmentMetadata, EpisodeSummary, VectorEnvironment } from "./environment.js";
import type { EpisodeLimits } from "./episode-limits.js";
import {
  environmentFailed,
  findNonFinite,
  isLocated,
  type Location,
  nonFiniteObservation,
  nonFiniteReward,
  stepBeforeReset,
} from "./failures.js";
import { restoreVector, saveVector } from "./snapshots.js";
import type { VectorPart } from "./vector-part.js";

/** Steps `count` copies of a `dynamics` definition in one loop over flat arrays. */
export function vectorizeDynamics(
  definition: EnvironmentMetadata & { readonly dynamics: Dynamics },
  count: number,
  random: Random,
  episodes: EpisodeLimits,
  { firstCopy = 0 }: VectorPart = {},
): VectorEnvironment {
  const { id, dynamics } = definition;
  const { stateSize } = dynamics;
  const observationSize = sizeOf(definition.observationSpace);
  const actionSize = actionSizeOf(definition.actionSpace);
  const checkActions = createActionCheck(definition, count);

  const observations = new Float32Array(count * observationSize);
  const finalObservations = new Float32Array(count * observationSize);
  const rewards = new Float32Array(count);
  const terminated = new Uint8Array(count);
  const truncated = new Uint8Array(count);
  const states = new Float64Array(count * stateSize);
  const lengths = new Int32Array(count);
  const returns = new Float64Array(count);
  const randoms = Array.from({ length: count }, (_, copy) => random.split(firstCopy + copy));
  const finishedEpisodes: EpisodeSummary[] = [];
  let started = false;

  function locate(copy: number): Location {
    return { id, copy: firstCopy + copy, step: lengths[copy]! };
  }

  function checkRow(values: Float32Array, copy: number): void {
    const start = copy * observationSize;
    const index = findNonFinite(values, start, start + observationSize);
    if (index >= 0) throw nonFiniteObservation(locate(copy), index - start, values[index]!);
  }

  function startEpisode(copy: number): void {
    lengths[copy] = 0;
    returns[copy] = 0;
    try {
      dynamics.reset(states, copy * stateSize, randoms[copy]!);
      dynamics.observe(states, copy * stateSize, observations, copy * observationSize);
    } catch (error) {
      throw environmentFailed(locate(copy), error);
    }
    checkRow(observations, copy);
  }

  function finishEpisode(copy: number, ended: boolean): void {
    terminated[copy] = ended ? 1 : 0;
    truncated[copy] = ended ? 0 : 1;
    if (!Number.isFinite(rewards[copy])) throw nonFiniteReward(locate(copy), rewards[copy]!);
    const row = copy * observationSize;
    for (let i = row; i < row + observationSize; i++) finalObservations[i] = observations[i]!;
    checkRow(finalObservations, copy);
    const figures = readFigures(copy);
    finishedEpisodes.push({
      copy: firstCopy + copy,
      episodeReturn: returns[copy]!,
      length: lengths[copy]!,
      ...(figures && { figures }),
    });
    episodes.restart(copy);
    startEpisode(copy);
  }

  const figureNames = dynamics.episodeFigures ?? [];
  const figureValues = new Float64Array(figureNames.length);

  function readFigures(copy: number): Readonly<Record<string, number>> | undefined {
    if (figureNames.length === 0) return undefined;
    dynamics.readEpisodeFigures?.(states, copy * stateSize, figureValues);
    return Object.fromEntries(figureNames.map((name, i) => [name, figureValues[i]!]));
  }

  /** One pass of additions; only when their sum is not finite does anyone look for the culprit. */
  function checkResults(): void {
    let rewardSum = 0;
    for (let copy = 0; copy < count; copy++) rewardSum += rewards[copy]!;
    const size = observations.length;
    let a = 0;
    let b = 0;
    let i = 0;
    for (; i + 1 < size; i += 2) {
      a += observations[i]!;
      b += observations[i + 1]!;
    }
    if (i < size) a += observations[i]!;
    if (Number.isFinite(rewardSum + a + b)) return;
    for (let copy = 0; copy < count; copy++) {
      if (!Number.isFinite(rewards[copy])) throw nonFiniteReward(locate(copy), rewards[copy]!);
      checkRow(observations, copy);
    }
  }

  const advance = specializedAdvance(dynamics);
  const batch: DynamicsBatch = {
    count,
    stateSize,
    observationSize,
    actionSize,
    episodeLimits: episodes.limits,
    states,
    observations,
    rewards,
    returns,
    lengths,
    finish: finishEpisode,
    fail(copy, error) {
      if (isLocated(error)) throw error;
      throw environmentFailed(locate(copy), error);
    },
  };
  const arrays = {
    observations,
    finalObservations,
    rewards,
    terminated,
    truncated,
    states,
    lengths,
    returns,
    ...episodes.saved,
  };

  return {
    definition,
    count,
    observationSize,
    observations,
    rewards,
    terminated,
    truncated,
    finalObservations,
    finishedEpisodes,
    restorable: true,

    reset() {
      rewards.fill(0);
      terminated.fill(0);
      truncated.fill(0);
      finishedEpisodes.length = 0;
      episodes.stagger(randoms);
      for (let copy = 0; copy < count; copy++) startEpisode(copy);
      started = true;
    },

    step(actions) {
      if (!started) throw stepBeforeReset(id);
      checkActions(actions);
      if (finishedEpisodes.length > 0) finishedEpisodes.length = 0;
      terminated.fill(0);
      truncated.fill(0);
      advance(dynamics, batch, actions);
      checkResults();
    },

    getState: () => saveVector(arrays, randoms),

    setState(state) {
      restoreVector(id, state, arrays, randoms);
      finishedEpisodes.length = 0;
      started = true;
    },

    close() {},
  };
}
