import { type RunError, UsageError } from "../../errors.js";
import type { Random } from "../../random/index.js";
import { actionSizeOf, choicesOf, sizeOf } from "../../spaces/index.js";
import { createActionCheck } from "../action-check.js";
import { createActions } from "../action-writer.js";
import type { EnvironmentDefinition, EpisodeSummary, Snapshot, VectorEnvironment } from "../environment.js";
import { stepBeforeReset } from "../failures.js";
import { validateDefinition } from "../validate-definition.js";
import { requireCount } from "../vectorize.js";
import { restarted, stillFailing, type Trouble } from "./failures.js";
import type { EnvironmentSource, EpisodeFigures, Loaded, Request } from "./protocol.js";
import { type SharedMemory, shareMemory } from "./shared-memory.js";
import { balancedShares, equalShares } from "./shares.js";
import { joinStates, partOfState } from "./split-state.js";
import { type Reply, startThread, type WorkerThread } from "./worker-thread.node.js";

export interface ThreadOptions {
  /** Where the threads find the definition. */
  readonly source: EnvironmentSource;
  /** At most one per copy is used. */
  readonly threads: number;
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
  /** Copies of each thread, as they are divided now. */
  readonly shares: readonly number[];
  /** Resolves when all threads have ended, after `close`. */
  readonly ended: Promise<void>;
}

/** Steps between the states that a restarted thread goes on from. */
const STEPS_BETWEEN_SNAPSHOTS = 128;
/** Importing a definition and building its copies may take this long, whatever a step may take. */
const LOADING_MILLISECONDS = 60_000;
/** How long closing waits for a thread that may be stopped anyway. */
const CLOSING_MILLISECONDS = 5000;

type Actions = Int32Array | Float32Array;

/** Copies `first` to `first + count − 1`, and the thread that steps them. */
interface Share {
  first: number;
  count: number;
  memory: SharedMemory;
  thread: WorkerThread;
  /** Its thread failed twice and was stopped. */
  lost: boolean;
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
  { source, threads, timeoutSeconds = 60, onNotice = () => {}, divide = balancedShares }: ThreadOptions,
): ThreadedVector {
  requireCount(definition, count);
  requireThreads(threads);
  validateDefinition(definition);
  const { id, observationSpace, actionSpace } = definition;
  const observationSize = sizeOf(observationSpace);
  const actionSize = actionSizeOf(actionSpace);
  const choices = choicesOf(actionSpace);
  const timeout = timeoutSeconds * 1000;
  const checkActions = createActionCheck(definition, count);

  const observations = new Float32Array(count * observationSize);
  const finalObservations = new Float32Array(count * observationSize);
  const rewards = new Float32Array(count);
  const terminated = new Uint8Array(count);
  const truncated = new Uint8Array(count);
  const finishedEpisodes: EpisodeSummary[] = [];
  let started = false;
  let closed = false;
  let restarts = 0;
  // What a restarted thread goes on from: a state, and the actions since.
  let base: Snapshot | undefined;
  const log = Array.from({ length: STEPS_BETWEEN_SNAPSHOTS }, () => createActions(actionSpace, count));
  let logged = 0;
  let baseIsOld = false;
  // Where restoring a state means playing its episode again, that takes longer than many steps.
  let moving = 0;

  const shares: Share[] = [];
  const ended: Promise<void>[] = [];
  try {
    for (const size of equalShares(count, threads)) {
      const first = shares.reduce((sum, share) => sum + share.count, 0);
      shares.push({ first, count: size, memory: shareMemory(definition, size), thread: newThread(), lost: false });
    }
    // Loading takes a while, so all begin before any is waited for.
    for (const share of shares) share.thread.ask(loadRequest(share, random));
  } catch (error) {
    stopAll();
    throw error;
  }
  const loadingTimeout = Math.max(timeout, LOADING_MILLISECONDS);
  const loaded = collect(shares.map(({ thread }) => thread.reply(loadingTimeout)));
  const { masked, restorable } = loaded[0] as Loaded;
  const actionMasks = new Uint8Array(masked ? count * choices : 0);

  function newThread(): WorkerThread {
    const thread = startThread();
    ended.push(thread.ended);
    return thread;
  }

  function stopAll(): void {
    for (const { thread } of shares) thread.stop();
  }

  function loadRequest({ first, count: size, memory }: Share, from: Random): Request {
    return { kind: "load", source, count: size, firstCopy: first, random: from.getState(), memory: memory.buffer };
  }

  /** Results of replies that must all be there, as when copies are created: nothing has happened yet that could be lost. */
  function collect(replies: readonly Reply[]): unknown[] {
    return replies.map((reply, i) => {
      if (reply.kind === "done") return reply.result;
      stopAll();
      if (reply.kind === "failed") throw reply.error;
      throw stillFailing(definition, troubleOf(shares[i]!, reply), undefined, timeoutSeconds);
    });
  }

  function troubleOf(share: Share, reply: Exclude<Reply, { kind: "done" }>): Trouble {
    const running = share.thread.running;
    return {
      kind: reply.kind,
      copy: running < 0 ? share.first : running,
      certain: running >= 0,
      first: share.first,
      last: share.first + share.count - 1,
      ...(reply.kind === "failed" && { error: reply.error }),
    };
  }

  /**
   * Asks all threads and waits for all of them. A thread in trouble is replaced and asked again; if it fails again, that
   * is thrown when all others have answered. Returns the results. `stepping`: the actions of a step.
   */
  function askAll(ask: (share: Share) => void, stepping?: Actions): unknown[] {
    for (const share of shares) {
      if (share.lost) revive(share, random);
      ask(share);
    }
    const replies = shares.map(({ thread }) => thread.reply(timeout));
    let failure: unknown;
    const results = shares.map((share, i) => {
      const reply = replies[i]!;
      if (reply.kind === "done") return reply.result;
      try {
        return askAgain(share, ask, troubleOf(share, reply), stepping);
      } catch (error) {
        // the lowest copy's, as when they are stepped one after the other
        failure ??= error;
        return undefined;
      }
    });
    if (failure !== undefined) throw failure;
    return results;
  }

  function askAgain(
    share: Share,
    ask: (share: Share) => void,
    trouble: Trouble,
    stepping: Actions | undefined,
  ): unknown {
    // What an environment returned wrongly it would return again; an exception may have had a passing cause.
    if (trouble.error && (trouble.error as Partial<RunError>).code !== "environment-failed") throw trouble.error;
    share.thread.stop();
    const exact = replace(share, stepping);
    onNotice(restarted(definition, trouble, exact, timeoutSeconds));
    baseIsOld = true;
    if (!exact && stepping) {
      cutOff(share);
      return undefined;
    }
    // Nobody would learn that its episodes are others now.
    if (!exact && ask === getState) throw stillFailing(definition, trouble, undefined, timeoutSeconds);
    ask(share);
    return requireReply(share, share.thread.reply(timeout), stepping);
  }

  function requireReply(share: Share, reply: Reply, stepping: Actions | undefined): unknown {
    if (reply.kind === "done") return reply.result;
    const trouble = troubleOf(share, reply);
    share.thread.stop();
    share.lost = true;
    const action = stepping?.subarray(trouble.copy * actionSize, (trouble.copy + 1) * actionSize);
    throw stillFailing(definition, trouble, action, timeoutSeconds);
  }

  /**
   * Gives a share a new thread. Returns whether its copies are exactly where they were before the request that failed;
   * otherwise they have begun new episodes.
   */
  function replace(share: Share, stepping: Actions | undefined): boolean {
    const request = (message: Request) => {
      share.thread.ask(message);
      return requireReply(share, share.thread.reply(loadingTimeout), stepping);
    };
    revive(share, random);
    if (!started) return true;
    if (base !== undefined) {
      request({ kind: "setState", state: partOfState(base, count, share.first, share.count) });
      const [from, to] = [share.first * actionSize, (share.first + share.count) * actionSize];
      request({ kind: "replay", actions: log.slice(0, logged).map((batch) => batch.slice(from, to)) });
      if (showsTheSame(share)) return true;
    }
    // other episodes than those that were played before
    request(loadRequest(share, random.split("restart").split(restarts++)));
    request({ kind: "reset" });
    return false;
  }

  /** A new thread with new copies. */
  function revive(share: Share, from: Random): void {
    // the old thread may still be writing into its own
    share.memory = shareMemory(definition, share.count);
    share.thread = newThread();
    share.lost = false;
    share.thread.ask(loadRequest(share, from));
    requireReply(share, share.thread.reply(loadingTimeout), undefined);
  }

  /** Whether a share's copies show what was last seen of them. */
  function showsTheSame({ first, memory }: Share): boolean {
    const row = first * observationSize;
    return memory.observations.every((value, i) => Object.is(value, observations[row + i]));
  }

  /** Tells of copies that began new episodes in a step that nobody saw the result of. */
  function cutOff({ first, count: size, memory }: Share): void {
    const row = first * observationSize;
    memory.finalObservations.set(observations.subarray(row, row + size * observationSize));
    memory.rewards.fill(0);
    memory.terminated.fill(0);
    memory.truncated.fill(1);
    // no episode has finished
    memory.episodeLengths.fill(0);
  }

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

  function takeBase(): void {
    base = restorable ? joinStates(askAll(getState) as Snapshot[]) : undefined;
    logged = 0;
    baseIsOld = false;
  }

  function getState({ thread }: Share): void {
    thread.ask({ kind: "getState" });
  }

  /** Moves copies from slow threads to fast ones; only right after `takeBase`. */
  function balance(): void {
    const busy = shares.map(({ memory }) => memory.busy[0]!);
    for (const { memory } of shares) memory.busy[0] = 0;
    const divided = shares.map((share) => share.count);
    const balanced = base === undefined ? undefined : divide(divided, busy, moving);
    if (balanced === undefined) return;
    const begin = performance.now();
    let first = 0;
    shares.forEach((share, i) => {
      Object.assign(share, { first, count: balanced[i]!, memory: shareMemory(definition, balanced[i]!) });
      first += balanced[i]!;
    });
    askAll((share) => share.thread.ask(loadRequest(share, random)));
    const state = base as Snapshot;
    askAll((share) =>
      share.thread.ask({ kind: "setState", state: partOfState(state, count, share.first, share.count) }),
    );
    moving = performance.now() - begin;
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
      return Promise.all(ended).then(() => {});
    },

    reset() {
      askAll(({ thread }) => thread.ask({ kind: "reset" }));
      started = true;
      publish();
      takeBase();
    },

    step(actions) {
      if (!started) throw stepBeforeReset(id);
      checkActions(actions);
      const told = askAll((share) => stepShare(share, actions), actions);
      publish();
      publishEpisodes(told as (EpisodeFigures | undefined)[]);
      if (!restorable) return;
      log[logged++]!.set(actions);
      if (logged < STEPS_BETWEEN_SNAPSHOTS && !baseIsOld) return;
      takeBase();
      balance();
    },

    getState: () => joinStates(askAll(getState) as Snapshot[]),

    setState(state) {
      askAll(({ thread, first, count: size }) =>
        thread.ask({ kind: "setState", state: partOfState(state, count, first, size) }),
      );
      started = true;
      publish();
      takeBase();
    },

    close() {
      if (closed) return;
      closed = true;
      const open = shares.filter(({ lost }) => !lost);
      for (const { thread } of open) thread.ask({ kind: "close" });
      const replies = open.map(({ thread }) => thread.reply(Math.min(timeout, CLOSING_MILLISECONDS)));
      stopAll();
      for (const reply of replies) if (reply.kind === "failed") throw reply.error;
    },
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
