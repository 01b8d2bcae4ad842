import { type Mirror, type MirrorMap, mirrorRows } from "../environments/index.js";
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

/** How samples' mirror images are laid out among them. */
export interface Images {
  readonly mirror: Mirror;
  /** Divides the minibatch's size. */
  readonly every: number;
}

/**
 * Cuts fragments into minibatches of `size` samples, in a fresh order every epoch: each sample once, none dropped.
 * `size` must divide the number of samples. Of a policy with a memory, samples are drawn as whole sequences, time-major.
 * With a mirror (actions are boxes, and there are no memories) the images of `images.every` samples follow these: `2 · size`
 * rows. An image was as likely to be drawn as its sample, so it has the same log μ.
 */
export function createMinibatches(fragment: Fragment, size: number, random: Random, images?: Images) {
  const samples = fragment.steps * fragment.environments;
  const length = piecesLength(fragment);
  const stateSize = fragment.memory && (fragment.memory.states.length / samples) * length;
  const order = Int32Array.from({ length: samples / length }, (_, i) => i);
  const sequenceRows = fragment.memory && new Int32Array(size);
  const total = images ? 2 * size : size;
  const withImages = images && new Int32Array(total);
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
  return {
    /** Starts an epoch in a new order. */
    shuffle: () => random.shuffle(order),
    count: samples / size,
    /** Fills and returns minibatch number `index` of this epoch. Returns are A + V unless they are given. */
    take(index: number, from: Fragment, advantages: Float32Array, returns?: Float32Array): Minibatch {
      const pieces = order.subarray((index * size) / length, ((index + 1) * size) / length);
      const rows = sequenceRows
        ? rowsOfSequences(pieces, length, from.environments, sequenceRows)
        : images && withImages
          ? twice(pieces, images.every, withImages)
          : pieces;
      if (from.memory && batch.initialState && batch.episodeStart) {
        gatherRows(from.memory.states, pieces, batch.initialState);
        gatherRows(from.memory.episodeStarts, rows, batch.episodeStart);
      }
      gatherRows(from.observations, rows, batch.observation);
      gatherRows(from.actions, rows, batch.action);
      if (from.masks && batch.mask) gatherRows(from.masks, rows, batch.mask);
      gatherRows(from.behaviorParameters, rows, batch.behaviorParameters);
      for (let i = 0; i < total; i++) {
        const row = rows[i]!;
        batch.behaviorLogProb[i] = from.behaviorLogProbs[row]!;
        batch.behaviorValue[i] = from.values[row]!;
        batch.advantage[i] = advantages[row]!;
        batch.return[i] = returns ? returns[row]! : advantages[row]! + from.values[row]!;
      }
      if (images) reflect(batch, images, size);
      return batch;
    },
    /** Every epoch permutes the previous order, so resuming needs it. */
    getState: () => ({ order: order.slice() }),
    setState(state: { readonly order: Int32Array }) {
      order.set(state.order);
    },
  };
}

/** The rows with each group of `every` repeated behind it. */
function twice(rows: Int32Array, every: number, out: Int32Array): Int32Array {
  for (let first = 0; first < rows.length; first += every) {
    const group = rows.subarray(first, first + every);
    out.set(group, 2 * first);
    out.set(group, 2 * first + every);
  }
  return out;
}

/** Turns the second of every two groups into the images of the first. */
function reflect(
  { observation, action, behaviorParameters }: Minibatch,
  { mirror, every }: Images,
  size: number,
): void {
  const means = mirror.action.from.length;
  const width = mirror.observation.from.length;
  for (let first = 0; first < 2 * size; first += 2 * every) {
    const image = first + every;
    mirrorRows(mirror.observation, observation, first * width, observation, image * width, every);
    mirrorRows(mirror.action, action, first * means, action as Float32Array, image * means, every);
    reflectParameters(mirror.action, behaviorParameters, first, image, every);
  }
}

/** Means are mirrored like actions; the logarithms of standard deviations only change places. */
function reflectParameters(
  { from, signs }: MirrorMap,
  values: Float32Array,
  first: number,
  image: number,
  rows: number,
) {
  const means = from.length;
  for (let row = 0; row < rows; row++) {
    const read = (first + row) * 2 * means;
    const write = (image + row) * 2 * means;
    for (let i = 0; i < means; i++) {
      values[write + i] = signs[i]! * values[read + from[i]!]!;
      values[write + means + i] = values[read + means + from[i]!]!;
    }
  }
}
