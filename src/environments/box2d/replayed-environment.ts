import type { Episode } from "../../box2d/index.js";
import { UsageError } from "../../errors.js";
import type { Random, RandomState } from "../../random/index.js";
import type { Environment, Snapshot } from "../environment.js";
import { stepBeforeReset } from "../failures.js";

export interface ReplayedOptions<Action> {
  readonly id: string;
  readonly random: Random;
  /** Numbers per action. */
  readonly actionSize: number;
  /** Must draw all that is random from the environment's generator. */
  begin(): Episode;
  /** Writes an action into the log, from `offset` on. */
  write(action: Action, log: Float32Array, offset: number): void;
}

/** Actions that the log has room for at first. */
const ROOM = 256;

/**
 * An environment whose state is how it came about: the generator's state at reset and the actions since. A physics engine
 * keeps more than it shows (warm-started impulses, the order of contacts, its search tree); replaying the episode restores
 * all of it bit for bit. `setState` takes as long as the episode took, and memory grows with the episode.
 */
export function replayedEnvironment<Action>({
  id,
  random,
  actionSize,
  begin,
  write,
}: ReplayedOptions<Action>): Environment<Float32Array, Action> {
  let start: RandomState | undefined;
  let episode: Episode | undefined;
  let log = new Float32Array(ROOM * actionSize);
  let length = 0;

  function reserve(size: number): void {
    if (size <= log.length) return;
    const larger = new Float32Array(Math.max(size, 2 * log.length));
    larger.set(log);
    log = larger;
  }

  return {
    reset() {
      start = random.getState();
      length = 0;
      episode = begin();
      return episode.firstObservation;
    },

    step(action) {
      if (episode === undefined) throw stepBeforeReset(id);
      reserve(length + actionSize);
      write(action, log, length);
      length += actionSize;
      return episode.step(log, length - actionSize);
    },

    picture() {
      if (episode === undefined) throw stepBeforeReset(id);
      return episode.picture();
    },

    getState: () => (start === undefined ? null : { random: start, actions: log.slice(0, length) }),

    setState(state) {
      const saved = readState(id, state, actionSize);
      start = saved?.random;
      length = 0;
      episode = undefined;
      if (saved === undefined) return;
      const now = random.getState();
      random.setState(saved.random);
      reserve(saved.actions.length);
      log.set(saved.actions);
      episode = begin();
      for (; length < saved.actions.length; length += actionSize) episode.step(log, length);
      random.setState(now);
    },
  };
}

interface SavedEpisode {
  readonly random: RandomState;
  readonly actions: Float32Array;
}

function readState(id: string, state: Snapshot, actionSize: number): SavedEpisode | undefined {
  if (state === null) return undefined;
  const { random, actions } = state as { readonly random?: unknown; readonly actions?: unknown };
  if (Array.isArray(random) && actions instanceof Float32Array && actions.length % actionSize === 0) {
    return { random, actions };
  }
  throw new UsageError({
    code: "invalid-environment-state",
    message: `This is no saved state of "${id}": it lacks the episode's random state or its actions.`,
    fix: "Pass what getState returned.",
  });
}
