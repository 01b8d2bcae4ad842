import type { Snapshot } from "../environment.js";

type State = Readonly<Record<string, Snapshot>>;
type Column = readonly Snapshot[] | Float32Array;

/** The part of a vector's state that belongs to `share` of its `count` copies, from copy `first` on: a vector's own state. */
export function partOfState(state: Snapshot, count: number, first: number, share: number): Snapshot {
  return Object.fromEntries(
    Object.entries(state as State).map(([name, values]) => {
      const column = values as Column;
      const perCopy = column.length / count;
      return [name, column.slice(first * perCopy, (first + share) * perCopy)];
    }),
  );
}

/** The state of the vector whose copies are those of `parts`, in this order: what `vectorize` would save. */
export function joinStates(parts: readonly Snapshot[]): Snapshot {
  const names = Object.keys(parts[0] as State);
  return Object.fromEntries(
    names.map((name) => {
      const columns = parts.map((part) => (part as State)[name] as Column);
      return [name, Array.isArray(columns[0]) ? columns.flat(1) : concatenate(columns as Float32Array[])];
    }),
  );
}

function concatenate(columns: readonly Float32Array[]): Float32Array {
  const length = columns.reduce((sum, column) => sum + column.length, 0);
  // of the same type as the columns, whatever that is
  const joined = new (columns[0]!.constructor as Float32ArrayConstructor)(length);
  let offset = 0;
  for (const column of columns) {
    joined.set(column, offset);
    offset += column.length;
  }
  return joined;
}
