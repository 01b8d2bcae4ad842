import { UsageError } from "../errors.js";
import type { ActorCritic } from "../policies/index.js";
import type { TensorData } from "../runtime/index.js";
import type { Fragment } from "./fragment.js";
import { gatherRows } from "./gather-rows.js";

/** How a fragment is cut into pieces that a graph takes whole: sequences of a policy's memory, or single rows. */
export type Sequenced = Pick<Fragment, "environments" | "memory">;

/** Steps of each piece: 1 without a memory. */
export const piecesLength = ({ memory }: Pick<Fragment, "memory">): number => memory?.sequenceLength ?? 1;

/**
 * Rows of sequences in the order in which an unrolled graph takes them, time-major: step l of the i-th of n at l · n + i.
 * Sequence k · environments + e are the steps of environment e from k · length on. With length 1 they are the rows themselves.
 */
export function rowsOfSequences(
  sequences: Int32Array,
  length: number,
  environments: number,
  rows = new Int32Array(sequences.length * length),
): Int32Array {
  const count = sequences.length;
  for (let i = 0; i < count; i++) {
    const chunk = Math.floor(sequences[i]! / environments);
    const first = chunk * length * environments + (sequences[i]! - chunk * environments);
    for (let l = 0; l < length; l++) rows[l * count + i] = first + l * environments;
  }
  return rows;
}

/** What an unrolled graph is fed beside the rows of its sequences: states before them, and where episodes begin in them. */
export interface SequenceColumns {
  /** [sequences, stateSize] */
  readonly initialState: Float32Array;
  /** [rows] */
  readonly episodeStart: Float32Array;
}

/** Copies whole rows of columns (of `total` rows), and what a memory needs beside them. */
export function gatherSequences<Names extends string>(
  { environments, memory }: Sequenced,
  columns: Readonly<Record<Names, TensorData>>,
  sequences: Int32Array,
  total: number,
): { readonly rows: Int32Array; readonly columns: Record<Names, TensorData> & Partial<SequenceColumns> } {
  const rows = rowsOfSequences(sequences, memory?.sequenceLength ?? 1, environments);
  const gathered: Record<string, TensorData> = {};
  const take = (source: TensorData, which: Int32Array, count: number) => {
    const target = new (source.constructor as new (length: number) => TensorData)(
      (source.length / count) * which.length,
    );
    gatherRows(source, which, target);
    return target;
  };
  for (const name of Object.keys(columns) as Names[]) gathered[name] = take(columns[name], rows, total);
  if (memory) {
    gathered.initialState = take(memory.states, sequences, total / memory.sequenceLength);
    gathered.episodeStart = take(memory.episodeStarts, rows, total);
  }
  return { rows, columns: gathered as Record<Names, TensorData> & Partial<SequenceColumns> };
}

/** Throws UsageError `no-memory-states` unless a fragment holds the states that a model with a memory learns from. */
export function requireMemory({ memory }: Pick<ActorCritic, "memory">, fragment: Fragment): void {
  if (!memory) return;
  const sequences = (fragment.steps * fragment.environments) / memory.sequenceLength;
  const { states, sequenceLength } = fragment.memory ?? {};
  if (sequenceLength === memory.sequenceLength && states?.length === sequences * memory.stateSize) return;
  throw new UsageError({
    code: "no-memory-states",
    message: `The policy remembers ${memory.stateSize} numbers and learns from sequences of ${memory.sequenceLength} steps, but the fragment holds ${
      states ? `${states.length} numbers of state for sequences of ${sequenceLength}` : "no states of a memory"
    }.`,
    fix: "Give fragments that an actor of this very policy has collected.",
  });
}

/**
 * Some of the pieces (from `from` up to `to`) of columns that hold `count` pieces of `length` steps, laid out as an unrolled
 * graph takes them. Single rows come as views, sequences as copies.
 */
export function piecesOf(
  columns: Readonly<Record<string, TensorData>>,
  { length, count }: { readonly length: number; readonly count: number },
  from: number,
  to: number,
): Record<string, TensorData> {
  const taken: Record<string, TensorData> = {};
  for (const [name, column] of Object.entries(columns)) {
    const steps = name === ("initialState" satisfies keyof SequenceColumns) ? 1 : length;
    const width = column.length / (steps * count);
    if (steps === 1) {
      taken[name] = column.subarray(from * width, to * width);
      continue;
    }
    const part = new (column.constructor as new (length: number) => TensorData)(steps * (to - from) * width);
    for (let l = 0; l < steps; l++) {
      part.set(column.subarray((l * count + from) * width, (l * count + to) * width), l * (to - from) * width);
    }
    taken[name] = part;
  }
  return taken;
}
