import { actionSizeOf, type Space, type ValueOf } from "../spaces/index.js";

/**
 * A function that takes copy i's action out of a batch as the value that `step` expects. Its arrays are reused by the next
 * call: an environment that keeps an action must copy it.
 */
export function createActionReader(space: Space): (actions: Int32Array | Float32Array, copy: number) => ValueOf<Space> {
  if (space.kind === "discrete") return (actions, copy) => actions[copy]! + space.start;
  const size = actionSizeOf(space);
  const action = space.kind === "box" ? new Float32Array(size) : new Int32Array(size);
  return (actions, copy) => {
    for (let i = 0; i < size; i++) action[i] = actions[copy * size + i]!;
    return action;
  };
}
