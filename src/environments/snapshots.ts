import { UsageError } from "../errors.js";
import type { RandomState } from "../random/index.js";
import type { Snapshot } from "./environment.js";

type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

function mismatch(id: string, problem: string): UsageError {
  return new UsageError({
    code: "invalid-environment-state",
    message: `The saved state does not belong to this vector of "${id}": ${problem}.`,
    fix: "Restore into the same environment with the same number of copies that saved it.",
  });
}

/** The snapshot as a record; throws UsageError `invalid-environment-state` if it is anything else. */
export function recordOf(id: string, state: Snapshot): Readonly<Record<string, Snapshot>> {
  if (typeof state !== "object" || state === null || Array.isArray(state) || ArrayBuffer.isView(state)) {
    throw mismatch(id, "it is not a record");
  }
  return state as Readonly<Record<string, Snapshot>>;
}

/** Checks all lengths first and only then overwrites `arrays` in place. */
export function restoreNumbers(
  id: string,
  record: Readonly<Record<string, Snapshot>>,
  arrays: Readonly<Record<string, TypedArray>>,
): void {
  const pairs = Object.entries(arrays).map(([name, array]) => {
    const values = record[name] as ArrayLike<number> | null | undefined;
    if (values?.length !== array.length) {
      throw mismatch(id, `"${name}" has ${values?.length ?? "no"} numbers where ${array.length} are expected`);
    }
    return [array, values] as const;
  });
  for (const [array, values] of pairs) array.set(values);
}

/** Restores `arrays` from a vector's snapshot and returns the generators' states, one per copy. */
export function restoreArrays(
  id: string,
  state: Snapshot,
  arrays: Readonly<Record<string, TypedArray>>,
  count: number,
): readonly RandomState[] {
  const record = recordOf(id, state);
  const randoms = record.randoms as readonly RandomState[] | undefined;
  if (!Array.isArray(randoms) || randoms.length !== count) {
    throw mismatch(id, `it holds ${randoms?.length ?? "no"} generators where ${count} are expected`);
  }
  restoreNumbers(id, record, arrays);
  return randoms;
}
