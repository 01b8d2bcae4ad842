import type { Fragment } from "./fragment.js";
import { gatherRows } from "./gather-rows.js";

/** Whole episodes, one after the other: number i has the rows from starts[i] to starts[i + 1]. Columns as in a fragment. */
export interface Episodes {
  readonly count: number;
  /** [count + 1] */
  readonly starts: Int32Array;
  readonly observations: Float32Array;
  readonly actions: Int32Array | Float32Array;
  readonly masks: Uint8Array | undefined;
  readonly rewards: Float32Array;
  readonly behaviorLogProbs: Float32Array;
  readonly behaviorParameters: Float32Array;
  /** V of the true last observation of episodes that a time limit ended, as the behavior knew it; 0 after a termination: [count]. */
  readonly finalValues: Float32Array;
}

/**
 * The first `perEnvironment` episodes of every environment of a fragment that begins with new episodes. What the
 * fragment's end cuts off is left out.
 */
export function wholeEpisodes(fragment: Fragment, perEnvironment = Number.POSITIVE_INFINITY): Episodes {
  const { steps, environments, terminated, truncated, nextValues } = fragment;
  const rows: number[] = [];
  const starts = [0];
  const finalValues: number[] = [];
  for (let environment = 0; environment < environments; environment++) {
    let begin = 0;
    let ended = 0;
    for (let t = 0; t < steps && ended < perEnvironment; t++) {
      const last = t * environments + environment;
      if (terminated[last] !== 1 && truncated[last] !== 1) continue;
      for (let k = begin; k <= t; k++) rows.push(k * environments + environment);
      starts.push(rows.length);
      finalValues.push(terminated[last] === 1 ? 0 : nextValues[last]!);
      begin = t + 1;
      ended++;
    }
  }
  const order = Int32Array.from(rows);
  const column = <T extends Float32Array | Int32Array | Uint8Array>(source: T): T => {
    const width = source.length / (steps * environments);
    const target = new (source.constructor as new (length: number) => T)(order.length * width);
    gatherRows(source, order, target);
    return target;
  };
  return {
    count: finalValues.length,
    starts: Int32Array.from(starts),
    observations: column(fragment.observations),
    actions: column(fragment.actions),
    masks: fragment.masks && column(fragment.masks),
    rewards: column(fragment.rewards),
    behaviorLogProbs: column(fragment.behaviorLogProbs),
    behaviorParameters: column(fragment.behaviorParameters),
    finalValues: Float32Array.from(finalValues),
  };
}

/** Episodes from number `from` to number `to`, without copying. */
export function sliceEpisodes(episodes: Episodes, from: number, to: number): Episodes {
  const rows = episodes.rewards.length;
  const [first, last] = [episodes.starts[from]!, episodes.starts[to]!];
  const part = <T extends Float32Array | Int32Array | Uint8Array>(column: T): T => {
    const width = column.length / rows;
    return column.subarray(first * width, last * width) as T;
  };
  return {
    count: to - from,
    starts: episodes.starts.slice(from, to + 1).map((start) => start - first),
    observations: part(episodes.observations),
    actions: part(episodes.actions),
    masks: episodes.masks && part(episodes.masks),
    rewards: part(episodes.rewards),
    behaviorLogProbs: part(episodes.behaviorLogProbs),
    behaviorParameters: part(episodes.behaviorParameters),
    finalValues: episodes.finalValues.subarray(from, to),
  };
}
