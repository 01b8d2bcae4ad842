import { type Box, type Space, sizeOf } from "../spaces/index.js";

/**
 * Gives a function from sampled actions to those that environments are sent: Box actions are clipped to the bounds, in
 * a buffer of their own, because learning needs the unclipped ones.
 */
export function actionClipper(
  space: Space,
  count: number,
): (actions: Int32Array | Float32Array) => Int32Array | Float32Array {
  if (space.kind !== "box") return (actions) => actions;
  const { low, high } = space as Box;
  const size = sizeOf(space);
  const clipped = new Float32Array(count * size);
  return (actions) => {
    for (let i = 0; i < clipped.length; i++) {
      const element = i % size;
      clipped[i] = Math.min(Math.max(actions[i]!, low[element]!), high[element]!);
    }
    return clipped;
  };
}
