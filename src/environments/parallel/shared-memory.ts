import { actionSizeOf, choicesOf, sizeOf } from "../../spaces/index.js";
import type { EnvironmentMetadata } from "../environment.js";

/** What a thread and its owner see of each other: the arrays of some copies, on memory that both can reach. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  /** [count, actionSize] */
  readonly actions: Int32Array | Float32Array;
  /** [count, observationSize] */
  readonly observations: Float32Array;
  readonly finalObservations: Float32Array;
  /** [count] */
  readonly rewards: Float32Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** [count, choices] */
  readonly actionMasks: Uint8Array;
  /** [count], of the episodes that ended in the last step */
  readonly episodeReturns: Float64Array;
  readonly episodeLengths: Int32Array;
  /** [1]: milliseconds spent stepping since the copies were loaded or `busy` was set to 0. */
  readonly busy: Float64Array;
}

/** Views of a new buffer for `count` copies, or of the one given, which must have been made for as many. */
export function shareMemory(metadata: EnvironmentMetadata, count: number, buffer?: SharedArrayBuffer): SharedMemory {
  const { observationSpace, actionSpace } = metadata;
  const observations = count * sizeOf(observationSpace);
  const actions = count * actionSizeOf(actionSpace);
  const masks = count * choicesOf(actionSpace);
  // the widest numbers first, so that every array is aligned
  const memory =
    buffer ?? new SharedArrayBuffer(8 * (1 + count) + 4 * (2 * observations + actions + 2 * count) + 2 * count + masks);
  let offset = 0;
  const take = <T>(
    type: new (buffer: SharedArrayBuffer, offset: number, length: number) => T,
    length: number,
    bytes: number,
  ): T => {
    const array = new type(memory, offset, length);
    offset += length * bytes;
    return array;
  };
  return {
    buffer: memory,
    busy: take(Float64Array, 1, 8),
    episodeReturns: take(Float64Array, count, 8),
    observations: take(Float32Array, observations, 4),
    finalObservations: take(Float32Array, observations, 4),
    actions: actionSpace.kind === "box" ? take(Float32Array, actions, 4) : take(Int32Array, actions, 4),
    rewards: take(Float32Array, count, 4),
    episodeLengths: take(Int32Array, count, 4),
    terminated: take(Uint8Array, count, 1),
    truncated: take(Uint8Array, count, 1),
    actionMasks: take(Uint8Array, masks, 1),
  };
}
