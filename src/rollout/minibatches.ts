import type { Random } from "../random/index.js";
import type { Fragment } from "./fragment.js";
import { gatherRows } from "./gather-rows.js";

/** Columns of the samples that a gradient step is fed; overwritten by each minibatch. */
export interface Minibatch {
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
 * `size` must divide the number of samples.
 */
export function createMinibatches(fragment: Fragment, size: number, random: Random) {
  const samples = fragment.steps * fragment.environments;
  const order = Int32Array.from({ length: samples }, (_, i) => i);
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
  };
  return {
    /** Starts an epoch in a new order. */
    shuffle: () => random.shuffle(order),
    count: samples / size,
    /** Fills and returns minibatch number `index` of this epoch. Returns are A + V unless they are given. */
    take(index: number, from: Fragment, advantages: Float32Array, returns?: Float32Array): Minibatch {
      const rows = order.subarray(index * size, (index + 1) * size);
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
