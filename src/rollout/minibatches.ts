import { type Mirror, mirrorRows } from "../environments/index.js";
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
 * With a mirror (actions are boxes, and there are no memories) the images of a minibatch's samples follow them: `2 · size`
 * rows. An image was as likely to be drawn as its sample, so it has the same log μ.
 */
export function createMinibatches(fragment: Fragment, size: number, random: Random, mirror?: Mirror) {
  const samples = fragment.steps * fragment.environments;
  const length = piecesLength(fragment);
  const stateSize = fragment.memory && (fragment.memory.states.length / samples) * length;
  const order = Int32Array.from({ length: samples / length }, (_, i) => i);
  const sequenceRows = fragment.memory && new Int32Array(size);
  const total = mirror ? 2 * size : size;
  const column = <T extends Float32Array | Int32Array | Uint8Array>(source: T): T =>
    new (source.constructor as new (length: number) => T)((source.length / samples) * total);
  const batch: Minibatch = {
    observation: column(fragment.observations),
    action: column(fragment.actions),
    mask: fragment.masks && column(fragment.masks),
    behaviorLogProb: new Float32Array(total),
    behaviorParameters: column(fragment.behaviorParameters),
    behaviorValue: new Float32Array(total),
    advantage: new Float32Array(total),
    return: new Float32Array(total),
    ...(stateSize !== undefined && {
      initialState: new Float32Array((size / length) * stateSize),
      episodeStart: new Float32Array(size),
    }),
  };
  // what is gathered, without the images
  const part = <T extends Float32Array | Int32Array | Uint8Array>(column: T): T =>
    column.subarray(0, (column.length / total) * size) as T;
  const drawn = {
    observation: part(batch.observation),
    action: part(batch.action),
    mask: batch.mask && part(batch.mask),
    behaviorParameters: part(batch.behaviorParameters),
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
      gatherRows(from.observations, rows, drawn.observation);
      gatherRows(from.actions, rows, drawn.action);
      if (from.masks && drawn.mask) gatherRows(from.masks, rows, drawn.mask);
      gatherRows(from.behaviorParameters, rows, drawn.behaviorParameters);
      for (let i = 0; i < size; i++) {
        const row = rows[i]!;
        batch.behaviorLogProb[i] = from.behaviorLogProbs[row]!;
        batch.behaviorValue[i] = from.values[row]!;
        batch.advantage[i] = advantages[row]!;
        batch.return[i] = returns ? returns[row]! : advantages[row]! + from.values[row]!;
      }
      if (mirror) addImages(batch, mirror, size);
      return batch;
    },
    /** Every epoch permutes the previous order, so resuming needs it. */
    getState: () => ({ order: order.slice() }),
    setState(state: { readonly order: Int32Array }) {
      order.set(state.order);
    },
  };
}

/** Writes the images of a minibatch's first `size` rows after them. */
function addImages(batch: Minibatch, { observation, action }: Mirror, size: number): void {
  mirrorRows(observation, batch.observation, 0, batch.observation, batch.observation.length / 2, size);
  mirrorRows(action, batch.action, 0, batch.action as Float32Array, batch.action.length / 2, size);
  // means are mirrored like actions, the logarithms of standard deviations only change places
  const means = action.from.length;
  const { behaviorParameters } = batch;
  for (let row = 0; row < size; row++) {
    const read = row * 2 * means;
    const write = (size + row) * 2 * means;
    for (let i = 0; i < means; i++) {
      const from = read + action.from[i]!;
      behaviorParameters[write + i] = action.signs[i]! * behaviorParameters[from]!;
      behaviorParameters[write + means + i] = behaviorParameters[from + means]!;
    }
  }
  for (const column of [batch.behaviorLogProb, batch.behaviorValue, batch.advantage, batch.return]) {
    column.copyWithin(size, 0, size);
  }
}
