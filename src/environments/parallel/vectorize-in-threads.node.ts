import { UsageError } from "../../errors.js";
import type { Random } from "../../random/index.js";
import { actionSizeOf, choicesOf, sizeOf } from "../../spaces/index.js";
import { createActionCheck } from "../action-check.js";
import type { EnvironmentDefinition, EpisodeSummary, VectorEnvironment } from "../environment.js";
import { stepBeforeReset } from "../failures.js";
import { validateDefinition } from "../validate-definition.js";
import { requireCount } from "../vectorize.js";
import { type Actions, createCrew, type Share } from "./crew.node.js";
import type { EnvironmentSource, EpisodeFigures } from "./protocol.js";
import { balancedShares } from "./shares.js";

export interface ThreadOptions {
  /** Where the threads find the definition. */
  readonly source: EnvironmentSource;
  /** At most one per copy is used. */
  readonly threads: number;
  /** This thread steps the first copies itself, beside the others; needs a loaded definition. Default false. */
  readonly ownShare?: boolean;
  /** A thread that does not answer for so long is taken for hung; default 60. */
  readonly timeoutSeconds?: number;
  /** Told, in a sentence, of every thread that had to be restarted. */
  readonly onNotice?: (notice: string) => void;
  /**
   * Divides the copies anew, given the threads' shares, how long each has computed lately, and how long moving copies took
   * the last time (0 before), in milliseconds; undefined: as they are.
   */
  readonly divide?: (
    shares: readonly number[],
    busy: readonly number[],
    moving: number,
  ) => readonly number[] | undefined;
}

/** A vector whose copies are stepped by threads. */
export interface ThreadedVector extends VectorEnvironment {
  /** Copies of each thread, as they are divided now; an own share is the first. */
  readonly shares: readonly number[];
  /** Resolves when all threads have ended, after `close`. */
  readonly ended: Promise<void>;
}

/**
 * `vectorize` with the copies divided among threads; the same numbers, bit for bit, whatever the threads do and when.
 * `step` and all else sleep until every thread has answered.
 *
 * A thread that throws, ends or hangs is replaced: the new one takes its copies' states of some steps ago and repeats the
 * actions since, so that no transition is lost or doubled. If that does not lead to the same observations, or there is no
 * `getState`, its copies begin new episodes, and the step that failed becomes a truncation of the old ones with reward 0.
 * Where states can be moved, copies move from slow threads to fast ones.
 *
 * Throws what `vectorize` throws (from the copy with the lowest number, if several fail), and RunError `thread-hung` or
 * `thread-ended` if a thread fails again right after it was replaced.
 */
export function vectorizeInThreads(
  definition: EnvironmentDefinition,
  count: number,
  random: Random,
  options: ThreadOptions,
): ThreadedVector {
  const {
    source,
    threads,
    ownShare = false,
    timeoutSeconds = 60,
    onNotice = () => {},
    divide = balancedShares,
  } = options;
  requireCount(definition, count);
  requireThreads(threads);
  validateDefinition(definition);
  const { id, observationSpace, actionSpace } = definition;
  const observationSize = sizeOf(observationSpace);
  const actionSize = actionSizeOf(actionSpace);
  const choices = choicesOf(actionSpace);
  const checkActions = createActionCheck(definition, count);

  const observations = new Float32Array(count * observationSize);
  const finalObservations = new Float32Array(count * observationSize);
  const rewards = new Float32Array(count);
  const terminated = new Uint8Array(count);
  const truncated = new Uint8Array(count);
  const finishedEpisodes: EpisodeSummary[] = [];
  let started = false;
  // Where restoring a state means playing its episode again, that takes longer than many steps.
  let moving = 0;

  const crew = createCrew({
    definition,
    count,
    random,
    source,
    threads,
    ownShare,
    timeoutSeconds,
    onNotice,
    observations,
  });
  const { shares } = crew;
  const { masked, restorable } = crew.loaded;
  const actionMasks = new Uint8Array(masked ? count * choices : 0);

  function publish(): void {
    finishedEpisodes.length = 0;
    for (const { first, memory } of shares) {
      observations.set(memory.observations, first * observationSize);
      finalObservations.set(memory.finalObservations, first * observationSize);
      rewards.set(memory.rewards, first);
      terminated.set(memory.terminated, first);
      truncated.set(memory.truncated, first);
      if (masked) actionMasks.set(memory.actionMasks, first * choices);
    }
  }

  /** `told`: of each share, what the episodes that ended tell beside return and length. */
  function publishEpisodes(told: readonly (EpisodeFigures | undefined)[]): void {
    for (const [i, { first, count: size, memory }] of shares.entries()) {
      for (let copy = 0; copy < size; copy++) {
        if (memory.terminated[copy] === 0 && memory.truncated[copy] === 0) continue;
        const length = memory.episodeLengths[copy]!;
        if (length === 0) continue;
        const figures = told[i]?.[copy];
        const episodeReturn = memory.episodeReturns[copy]!;
        finishedEpisodes.push({ copy: first + copy, episodeReturn, length, ...(figures && { figures }) });
      }
    }
  }

  /** Moves copies from slow threads to fast ones; only right after a state was taken. */
  function balance(): void {
    const busy = shares.map(({ memory }) => memory.busy[0]!);
    for (const { memory } of shares) memory.busy[0] = 0;
    const divided = shares.map((share) => share.count);
    const balanced = divide(divided, busy, moving);
    if (balanced === undefined) return;
    const begin = performance.now();
    crew.move(balanced);
    moving = performance.now() - begin;
  }

  function begin(): void {
    started = true;
    publish();
    crew.begin();
  }

  function stepShare({ first, count: size, memory, thread }: Share, actions: Actions): void {
    memory.actions.set(actions.subarray(first * actionSize, (first + size) * actionSize));
    thread.step();
  }

  return {
    definition,
    count,
    observationSize,
    observations,
    rewards,
    terminated,
    truncated,
    finalObservations,
    ...(masked ? { actionMasks } : {}),
    finishedEpisodes,
    restorable,
    get shares() {
      return shares.map((share) => share.count);
    },
    get ended() {
      return crew.ended;
    },

    reset() {
      crew.ask(({ thread }) => thread.ask({ kind: "reset" }));
      begin();
    },

    step(actions) {
      if (!started) throw stepBeforeReset(id);
      checkActions(actions);
      const told = crew.ask((share) => stepShare(share, actions), actions);
      publish();
      publishEpisodes(told as (EpisodeFigures | undefined)[]);
      if (crew.stepped(actions)) balance();
    },

    getState: crew.getState,

    setState(state) {
      crew.setState(state);
      begin();
    },

    close: crew.close,
  };
}

function requireThreads(threads: number): void {
  if (Number.isSafeInteger(threads) && threads >= 1) return;
  throw new UsageError({
    code: "invalid-option",
    message: `Environments cannot be stepped by ${threads} threads.`,
    fix: "Give a whole number of threads, at least 1.",
  });
}
