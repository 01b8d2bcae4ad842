import type { Random } from "../random/index.js";
import type { Fragment } from "./fragment.js";
import { gatherRows } from "./gather-rows.js";
import { piecesLength, rowsOfSequences, type SequenceColumns } from "./sequences.js";

/** Columns of the samples that a gradient step is fed; overwritten by each minibatch. */
export interface Minibatch extends Partial<SequenceColumns> {
  readonly observation: Float32Array;
  readonly action: Int32Array | Float32Array;
  readonly mask: Uint8Array | undefined;
  readonly behaviorLogProb: Float32Array;
  readonly behaviorParameters: Float32Array;
  readonly behaviorValue: Float32Array;
  readonly advantage: Float32Array;
  readonly return: Float32Array;
}

/**
 * Cuts fragments into minibatches of `size` samples, in a fresh order every epoch: each sample once, none dropped.
 * `size` must divide the number of samples. Of a policy with a memory, samples are drawn as whole sequences, time-major.
 */
export function createMinibatches(fragment: Fragment, size: number, random: Random) {
  const samples = fragment.steps * fragment.environments;
  const length = piecesLength(fragment);
  const stateSize = fragment.memory && (fragment.memory.states.length / samples) * length;
  const order = Int32Array.from({ length: samples / length }, (_, i) => i);
  const sequenceRows = fragment.memory && new Int32Array(size);
  const column = <T extends Float32Array | Int32Array | Uint8Array>(source: T): T =>
    new (source.constructor as new (length: number) => T)((source.length / samples) * size);
  const batch: Minibatch = {
    observation: column(fragment.observations),
    action: column(fragment.actions),
    mask: fragment.masks && column(fragment.masks),
    behaviorLogProb: new Float32Array(size),
    behaviorParameters: column(fragment.behaviorParameters),
    behaviorValue: new Float32Array(size),
    advantage: new Float32Array(size),
    return: new Float32Array(size),
    ...(stateSize !== undefined && {
      initialState: new Float32Array((size / length) * stateSize),
      episodeStart: new Float32Array(size),
    }),
  };
  return {
    /** Starts an epoch in a new order. */
    shuffle: () => random.shuffle(order),
    count: samples / size,
    /** Fills and returns minibatch number `index` of this epoch. Returns are A + V unless they are given. */
    take(index: number, from: Fragment, advantages: Float32Array, returns?: Float32Array): Minibatch {
      const pieces = order.subarray((index * size) / length, ((index + 1) * size) / length);
      const rows = sequenceRows ? rowsOfSequences(pieces, length, from.environments, sequenceRows) : pieces;
      if (from.memory && batch.initialState && batch.episodeStart) {
        gatherRows(from.memory.states, pieces, batch.initialState);
        gatherRows(from.memory.episodeStarts, rows, batch.episodeStart);
      }
      gatherRows(from.observations, rows, batch.observation);
      gatherRows(from.actions, rows, batch.action);
      if (from.masks && batch.mask) gatherRows(from.masks, rows, batch.mask);
      gatherRows(from.behaviorParameters, rows, batch.behaviorParameters);
      for (let i = 0; i < size; i++) {
        const row = rows[i]!;
        batch.behaviorLogProb[i] = from.behaviorLogProbs[row]!;
        batch.behaviorValue[i] = from.values[row]!;
        batch.advantage[i] = advantages[row]!;
        batch.return[i] = returns ? returns[row]! : advantages[row]! + from.values[row]!;
      }
      return batch;
    },
    /** Every epoch permutes the previous order, so resuming needs it. */
    getState: () => ({ order: order.slice() }),
    setState(state: { readonly order: Int32Array }) {
      order.set(state.order);
    },
  };
}
