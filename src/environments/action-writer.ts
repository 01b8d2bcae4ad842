import { UsageError } from "../errors.js";
import { actionSizeOf, contains, describeSpace, type Space } from "../spaces/index.js";

/**
 * Writes one action as `vectorize` and `Dynamics` take it: choices without the space's `start`, Box elements as floats.
 * Throws UsageError `invalid-action` where it is not in the space; Box bounds are not checked, as in Gymnasium.
 */
export function writeAction(space: Space, action: unknown, out: Int32Array | Float32Array, offset: number): void {
  if (space.kind === "discrete" && contains(space, action) === undefined) {
    out[offset] = (action as number) - space.start;
    return;
  }
  const size = actionSizeOf(space);
  const values = typeof action === "number" && size === 1 ? [action] : (action as ArrayLike<number>);
  const problem = space.kind === "box" ? boxProblem(values, size) : contains(space, action);
  if (problem !== undefined) {
    throw new UsageError({
      code: "invalid-action",
      message: `The action does not fit the space ${describeSpace(space)}: ${problem}.`,
      fix: "Pass a value of the action space.",
    });
  }
  for (let i = 0; i < size; i++) out[offset + i] = values[i]!;
}

function boxProblem(values: ArrayLike<number> | undefined | null, size: number): string | undefined {
  if (values?.length !== size) return `expected ${size} numbers, got ${values?.length ?? String(values)}`;
  const index = Array.from(values).findIndex((value) => !Number.isFinite(value));
  return index < 0 ? undefined : `element ${index} is ${String(values[index])}`;
}

/** A buffer for `count` actions of the space. */
export function createActions(space: Space, count: number): Int32Array | Float32Array {
  const length = count * actionSizeOf(space);
  return space.kind === "box" ? new Float32Array(length) : new Int32Array(length);
}
