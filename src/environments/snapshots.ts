import { UsageError } from "../errors.js";
import type { Random, RandomState } from "../random/index.js";
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

/** What of a vector can be restored: its numbers, and the generator of each copy. */
export function saveVector(
  arrays: Readonly<Record<string, TypedArray>>,
  randoms: readonly Random[],
): Readonly<Record<string, Snapshot>> {
  const copies = Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, values.slice()]));
  return { ...copies, randoms: randoms.map((generator) => generator.getState()) };
}

/**
 * Restores `arrays` and `randoms` from what `saveVector` saved, and returns the whole record. Throws UsageError
 * `invalid-environment-state` for counts and lengths that do not fit, before anything is restored.
 */
export function restoreVector(
  id: string,
  state: Snapshot,
  arrays: Readonly<Record<string, TypedArray>>,
  randoms: readonly Random[],
): Readonly<Record<string, Snapshot>> {
  const record = recordOf(id, state);
  const saved = record.randoms as readonly RandomState[] | undefined;
  if (!Array.isArray(saved) || saved.length !== randoms.length) {
    throw mismatch(id, `it holds ${saved?.length ?? "no"} generators where ${randoms.length} are expected`);
  }
  restoreNumbers(id, record, arrays);
  randoms.forEach((generator, copy) => {
    generator.setState(saved[copy] as RandomState);
  });
  return record;
}
