import { ProximalError } from "../errors.js";
import type { Random } from "../random/index.js";
import { choicesOf, flattenInto, isAllowed, maskProblem, sizeOf, type ValueOf } from "../spaces/index.js";
import { createActionCheck } from "./action-check.js";
import { createActionReader } from "./action-reader.js";
import { requireEnvironment, requireSynchronous } from "./contract.js";
import type {
  Environment,
  EnvironmentDefinition,
  EpisodeSummary,
  LoadedEnvironment,
  Snapshot,
  StepResult,
  VectorEnvironment,
} from "./environment.js";
import type { EpisodeLimits } from "./episode-limits.js";
import {
  environmentFailed,
  environmentMisbehaved,
  findNonFinite,
  type Location,
  nonFiniteObservation,
  nonFiniteReward,
  stepBeforeReset,
} from "./failures.js";
import { restoreVector, saveVector } from "./snapshots.js";
import type { VectorPart } from "./vector-part.js";

type Observation = ValueOf<EnvironmentDefinition["observationSpace"]>;
type Action = ValueOf<EnvironmentDefinition["actionSpace"]>;
type Instance = Environment<Observation, Action>;

/** Steps `count` objects of a `create` definition one after the other. */
export function vectorizeObjects(
  definition: Extract<LoadedEnvironment, { readonly create: unknown }>,
  count: number,
  random: Random,
  episodes: EpisodeLimits,
  { firstCopy = 0, running }: VectorPart = {},
): VectorEnvironment {
  const { id, observationSpace } = definition;
  const observationSize = sizeOf(observationSpace);
  const checkActions = createActionCheck(definition, count);
  const readAction = createActionReader(definition.actionSpace);

  const observations = new Float32Array(count * observationSize);
  const finalObservations = new Float32Array(count * observationSize);
  const rewards = new Float32Array(count);
  const terminated = new Uint8Array(count);
  const truncated = new Uint8Array(count);
  const lengths = new Int32Array(count);
  const returns = new Float64Array(count);
  const finishedEpisodes: EpisodeSummary[] = [];
  const randoms = Array.from({ length: count }, (_, copy) => random.split(firstCopy + copy));
  const environments = randoms.map((generator, copy) => {
    const environment = guard(copy, () => definition.create(generator) as Instance);
    requireEnvironment(id, environment);
    return environment;
  });
  const first = environments[0]!;
  const hasMasks = first.actionMask !== undefined;
  const choices = choicesOf(definition.actionSpace);
  const actionMasks = new Uint8Array(hasMasks ? count * choices : 0);
  const restorable = first.getState !== undefined && first.setState !== undefined;
  let started = false;

  function locate(copy: number): Location {
    return { id, copy: firstCopy + copy, step: lengths[copy]! };
  }

  /** Runs the environment's own code and tells where it threw. */
  function guard<T>(copy: number, body: () => T): T {
    if (running !== undefined) running[0] = firstCopy + copy;
    try {
      return body();
    } catch (error) {
      throw environmentFailed(locate(copy), error);
    }
  }

  function misbehaved(copy: number, problem: string, fix: string): ProximalError {
    return environmentMisbehaved(locate(copy), problem, fix);
  }

  function writeObservation(copy: number, observation: unknown, out: Float32Array): void {
    const start = copy * observationSize;
    try {
      flattenInto(observationSpace, observation, out, start);
    } catch (error) {
      if (!(error instanceof ProximalError)) throw error;
      throw misbehaved(copy, `The observation does not fit: ${error.message.replace(/\.$/, "")};`, error.fix);
    }
    const index = findNonFinite(out, start, start + observationSize);
    if (index >= 0) throw nonFiniteObservation(locate(copy), index - start, out[index]!);
  }

  function writeMask(copy: number): void {
    if (!hasMasks) return;
    const mask = guard(copy, () => environments[copy]!.actionMask!());
    const problem = maskProblem(definition.actionSpace, mask);
    if (problem !== undefined) {
      throw misbehaved(
        copy,
        `Something is wrong: ${problem}`,
        "Return one entry per choice, 1 or true for every allowed one, 0 or false for the others.",
      );
    }
    for (let i = 0; i < choices; i++) actionMasks[copy * choices + i] = isAllowed(mask[i]) ? 1 : 0;
  }

  function startEpisode(copy: number): void {
    lengths[copy] = 0;
    returns[copy] = 0;
    const observation = guard(copy, () => environments[copy]!.reset());
    requireSynchronous(id, "reset", observation);
    writeObservation(copy, observation, observations);
    writeMask(copy);
  }

  function checkResult(copy: number, result: StepResult<Observation>): void {
    requireSynchronous(id, "step", result);
    if (typeof result !== "object" || result === null) {
      throw misbehaved(
        copy,
        `step returned ${String(result)}, not a result`,
        "Return { observation, reward, terminated }.",
      );
    }
    if (
      typeof result.terminated !== "boolean" ||
      !(result.truncated === undefined || typeof result.truncated === "boolean")
    ) {
      throw misbehaved(
        copy,
        `terminated is ${String(result.terminated)} and truncated is ${String(result.truncated)}`,
        "Return true or false for terminated; truncated may be left out.",
      );
    }
    if (typeof result.reward !== "number") {
      throw misbehaved(copy, `The reward is ${String(result.reward)}`, "Return a number.");
    }
    if (!Number.isFinite(Math.fround(result.reward))) throw nonFiniteReward(locate(copy), result.reward);
  }

  function stepCopy(copy: number, actions: Int32Array | Float32Array): void {
    lengths[copy]!++;
    const result = guard(copy, () => environments[copy]!.step(readAction(actions, copy)));
    checkResult(copy, result);
    rewards[copy] = result.reward;
    returns[copy]! += result.reward;
    const ended = result.terminated;
    const cut = !ended && (result.truncated === true || lengths[copy]! >= episodes.limits[copy]!);
    terminated[copy] = ended ? 1 : 0;
    truncated[copy] = cut ? 1 : 0;
    if (!ended && !cut) {
      writeObservation(copy, result.observation, observations);
      writeMask(copy);
      return;
    }
    writeObservation(copy, result.observation, finalObservations);
    const figures = guard(copy, () => environments[copy]!.episodeFigures?.());
    finishedEpisodes.push({
      copy: firstCopy + copy,
      episodeReturn: returns[copy]!,
      length: lengths[copy]!,
      ...(figures && { figures }),
    });
    episodes.restart(copy);
    startEpisode(copy);
  }

  const arrays = {
    observations,
    finalObservations,
    rewards,
    terminated,
    truncated,
    lengths,
    returns,
    actionMasks,
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
    ...(hasMasks ? { actionMasks } : {}),
    finishedEpisodes,
    restorable,

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
      finishedEpisodes.length = 0;
      for (let copy = 0; copy < count; copy++) stepCopy(copy, actions);
    },

    getState(): Snapshot {
      const saved = saveVector(arrays, randoms);
      if (!restorable) return saved;
      const states = environments.map((environment, copy) => guard(copy, () => environment.getState!()));
      return { ...saved, environments: states };
    },

    setState(state) {
      const saved = restoreVector(id, state, arrays, randoms);
      const states = saved.environments as readonly Snapshot[] | undefined;
      finishedEpisodes.length = 0;
      started = true;
      for (let copy = 0; copy < count; copy++) {
        if (restorable && states !== undefined) guard(copy, () => environments[copy]!.setState!(states[copy]!));
        else startEpisode(copy);
      }
    },

    close() {
      environments.forEach((environment, copy) => {
        guard(copy, () => environment.close?.());
      });
    },
  };
}
