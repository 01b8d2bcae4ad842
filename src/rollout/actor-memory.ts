import { UsageError } from "../errors.js";
import type { Memory } from "../policies/index.js";
import type { Snapshot } from "../snapshot.js";
import { forgetEnded } from "./forget-ended.js";
import type { FragmentMemory } from "./fragment.js";

/** What an actor's copies remember while it collects, and what of it the fragment keeps. */
export interface ActorMemory {
  readonly fragment: FragmentMemory;
  /** Of the running step: [count, stateSize] */
  readonly states: Float32Array;
  /** Before step `t` of a fragment. */
  record(t: number): void;
  /** After a step. */
  advance(nextStates: ArrayLike<number>, terminated: Uint8Array, truncated: Uint8Array): void;
  /** New episodes have begun everywhere. */
  reset(): void;
  getState(): Snapshot;
  setState(state: Snapshot): void;
}

/** Throws UsageError `indivisible-sequences` if fragments of `steps` steps cannot be cut into the memory's sequences. */
export function createActorMemory(
  { stateSize, sequenceLength }: Pick<Memory, "stateSize" | "sequenceLength">,
  steps: number,
  count: number,
): ActorMemory {
  if (steps % sequenceLength !== 0) {
    throw new UsageError({
      code: "indivisible-sequences",
      message: `${steps} steps cannot be cut into sequences of ${sequenceLength}.`,
      fix: `Collect a multiple of ${sequenceLength} steps at a time, or use a shorter sequenceLength.`,
    });
  }
  const states = new Float32Array(count * stateSize);
  const starts = new Float32Array(count).fill(1);
  const fragment = {
    sequenceLength,
    states: new Float32Array((steps / sequenceLength) * count * stateSize),
    episodeStarts: new Float32Array(steps * count),
  };
  return {
    fragment,
    states,
    record(t) {
      if (t % sequenceLength === 0) fragment.states.set(states, (t / sequenceLength) * count * stateSize);
      fragment.episodeStarts.set(starts, t * count);
    },
    advance(nextStates, terminated, truncated) {
      states.set(nextStates);
      forgetEnded(states, stateSize, terminated, truncated);
      for (let copy = 0; copy < count; copy++) starts[copy] = terminated[copy] === 1 || truncated[copy] === 1 ? 1 : 0;
    },
    reset() {
      states.fill(0);
      starts.fill(1);
    },
    getState: () => ({ states: states.slice(), starts: starts.slice() }),
    setState(state) {
      const saved = state as { readonly states: Float32Array; readonly starts: Float32Array };
      states.set(saved.states);
      starts.set(saved.starts);
    },
  };
}
