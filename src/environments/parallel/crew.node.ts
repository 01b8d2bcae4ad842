import { availableParallelism } from "node:os";
import type { RunError } from "../../errors.js";
import type { Random } from "../../random/index.js";
import { actionSizeOf, sizeOf } from "../../spaces/index.js";
import { createActions } from "../action-writer.js";
import type { EnvironmentDefinition, LoadedEnvironment, Snapshot } from "../environment.js";
import { requireLoaded } from "../load-environment.js";
import { restarted, stillFailing, type Trouble } from "./failures.js";
import type { EnvironmentSource, Loaded, Request } from "./protocol.js";
import { type SharedMemory, shareMemory } from "./shared-memory.js";
import { equalShares } from "./shares.js";
import { joinStates, partOfState } from "./split-state.js";
import type { Reply, Stepper } from "./stepper.js";
import { useThisThread } from "./this-thread.js";
import { startThread } from "./worker-thread.node.js";

/** Steps between the states that a restarted thread goes on from. */
const STEPS_BETWEEN_SNAPSHOTS = 128;
/** Importing a definition and building its copies may take this long, whatever a step may take. */
const LOADING_MILLISECONDS = 60_000;
/** How long closing waits for a thread that may be stopped anyway. */
const CLOSING_MILLISECONDS = 5000;

export type Actions = Int32Array | Float32Array;

/** Copies `first` to `first + count − 1`, and the thread that steps them. */
export interface Share {
  first: number;
  count: number;
  memory: SharedMemory;
  thread: Stepper;
  /** Stepped by the thread that owns all: the first share, if it has one, so that it steps before it waits for others. */
  readonly own: boolean;
  /** Its thread failed twice and was stopped. */
  lost: boolean;
}

export interface CrewOptions {
  readonly definition: EnvironmentDefinition;
  /** Copies in all. */
  readonly count: number;
  readonly random: Random;
  readonly source: EnvironmentSource;
  readonly threads: number;
  /** Whether the thread that creates the crew steps copies, too. */
  readonly ownShare: boolean;
  readonly timeoutSeconds: number;
  readonly onNotice: (notice: string) => void;
  /** What was last shown of all copies: [count, observationSize]. */
  readonly observations: Float32Array;
}

/** Threads that step the copies of one vector, and are replaced where they fail. */
export interface Crew {
  readonly shares: readonly Share[];
  readonly loaded: Loaded;
  /** Resolves when all threads have ended, after `close`. */
  readonly ended: Promise<void>;
  /**
   * Asks all threads and waits for all of them. A thread in trouble is replaced and asked again; if it fails again, that
   * is thrown when all others have answered. Returns the results. `stepping`: the actions of a step.
   */
  ask(ask: (share: Share) => void, stepping?: Actions): unknown[];
  /** Tells that what the copies show now was published: a replaced thread goes on from here. */
  begin(): void;
  /** The same after a step. Returns whether a state was taken, so that copies may move. */
  stepped(actions: Actions): boolean;
  getState(): Snapshot;
  setState(state: Snapshot): void;
  /** Divides the copies anew; only right after a state was taken. */
  move(shares: readonly number[]): void;
  close(): void;
}

/**
 * Starts threads and has them load their copies. A thread that throws, ends or hangs is replaced: the new one takes its
 * copies' states of some steps ago and repeats the actions since. If that does not lead to the same observations, its
 * copies begin new episodes, and the step that failed becomes a truncation of the old ones.
 */
export function createCrew(options: CrewOptions): Crew {
  const { definition, count, random, source, threads, ownShare, timeoutSeconds, onNotice, observations } = options;
  const observationSize = sizeOf(definition.observationSpace);
  const actionSize = actionSizeOf(definition.actionSpace);
  const timeout = timeoutSeconds * 1000;
  let started = false;
  let closed = false;
  let restarts = 0;
  // What a restarted thread goes on from: a state, and the actions since.
  let base: Snapshot | undefined;
  const log = Array.from({ length: STEPS_BETWEEN_SNAPSHOTS }, () => createActions(definition.actionSpace, count));
  let logged = 0;
  let baseIsOld = false;

  const own: LoadedEnvironment | undefined = ownShare ? requireLoaded(definition) : undefined;
  const sizes = equalShares(count, threads + (ownShare ? 1 : 0));
  // Nobody looks on a core that another of them needs; the owner of all needs one, too.
  const looks = sizes.length - (ownShare ? 1 : 0) < availableParallelism();
  const shares: Share[] = [];
  const ended: Promise<void>[] = [];
  try {
    for (const [i, size] of sizes.entries()) {
      const first = shares.reduce((sum, share) => sum + share.count, 0);
      const mine = ownShare && i === 0;
      shares.push({
        first,
        count: size,
        memory: shareMemory(definition, size),
        thread: newThread(mine),
        own: mine,
        lost: false,
      });
    }
    // Loading takes a while, so all begin before any is waited for.
    for (const share of shares) share.thread.ask(loadRequest(share, random));
  } catch (error) {
    stopAll();
    throw error;
  }
  const loadingTimeout = Math.max(timeout, LOADING_MILLISECONDS);
  const loaded = collect(shares.map(({ thread }) => thread.reply(loadingTimeout)));
  const { restorable } = loaded[0] as Loaded;

  function newThread(mine: boolean): Stepper {
    const thread = mine ? useThisThread(own!) : startThread(looks);
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
      own: share.own,
      ...(reply.kind === "failed" && { error: reply.error }),
    };
  }

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
    share.thread = newThread(share.own);
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

  function takeBase(): void {
    base = restorable ? joinStates(askAll(getState) as Snapshot[]) : undefined;
    logged = 0;
    baseIsOld = false;
  }

  function getState({ thread }: Share): void {
    thread.ask({ kind: "getState" });
  }

  const setParts = (state: Snapshot) => (share: Share) =>
    share.thread.ask({ kind: "setState", state: partOfState(state, count, share.first, share.count) });

  return {
    shares,
    loaded: loaded[0] as Loaded,
    get ended() {
      return Promise.all(ended).then(() => {});
    },
    ask: askAll,
    begin() {
      started = true;
      takeBase();
    },
    stepped(actions) {
      if (!restorable) return false;
      log[logged++]!.set(actions);
      if (logged < STEPS_BETWEEN_SNAPSHOTS && !baseIsOld) return false;
      takeBase();
      return true;
    },
    getState: () => joinStates(askAll(getState) as Snapshot[]),
    setState: (state) => void askAll(setParts(state)),
    move(sizes) {
      let first = 0;
      shares.forEach((share, i) => {
        const size = sizes[i]!; // as many as there are shares
        Object.assign(share, { first, count: size, memory: shareMemory(definition, size) });
        first += size;
      });
      askAll((share) => share.thread.ask(loadRequest(share, random)));
      askAll(setParts(base as Snapshot));
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
