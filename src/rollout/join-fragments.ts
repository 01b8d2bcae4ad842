import type { Fragment } from "./fragment.js";

type Column = Float32Array | Int32Array | Uint8Array;

/** One fragment of the copies of all, in this order, from fragments of as many steps each. Its arrays are new. */
export function joinFragments(parts: readonly Fragment[]): Fragment {
  const { steps, masks, memory } = parts[0]!;
  const join = <T extends Column>(of: (part: Fragment) => T, times = steps): T => joinRows(parts.map(of), times);
  return {
    steps,
    environments: parts.reduce((sum, { environments }) => sum + environments, 0),
    observations: join((part) => part.observations),
    actions: join((part) => part.actions),
    masks: masks && join((part) => part.masks!), // all or none have them
    rewards: join((part) => part.rewards),
    terminated: join((part) => part.terminated),
    truncated: join((part) => part.truncated),
    behaviorLogProbs: join((part) => part.behaviorLogProbs),
    behaviorParameters: join((part) => part.behaviorParameters),
    values: join((part) => part.values),
    nextValues: join((part) => part.nextValues),
    ...(memory && {
      memory: {
        sequenceLength: memory.sequenceLength,
        states: join((part) => part.memory!.states, steps / memory.sequenceLength),
        episodeStarts: join((part) => part.memory!.episodeStarts),
      },
    }),
  };
}

/** [times, ...] of every part, side by side. */
function joinRows<T extends Column>(parts: readonly T[], times: number): T {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const joined = new (parts[0]!.constructor as new (length: number) => T)(length);
  let offset = 0;
  for (let time = 0; time < times; time++) {
    for (const part of parts) {
      const size = part.length / times;
      joined.set(part.subarray(time * size, (time + 1) * size), offset);
      offset += size;
    }
  }
  return joined;
}
