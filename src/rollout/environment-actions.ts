import { type Box, type Space, sizeOf } from "../spaces/index.js";

/**
 * Gives a function from sampled actions to those that environments are sent, in a buffer of their own, because learning
 * needs them as sampled: Box actions are clipped to the bounds, or, where the policy's family is squashed, u becomes
 * low + (tanh(u) + 1)/2 · (high − low).
 */
export function actionClipper(
  space: Space,
  count: number,
  { squashed = false }: { readonly squashed?: boolean } = {},
): (actions: Int32Array | Float32Array) => Int32Array | Float32Array {
  if (space.kind !== "box") return (actions) => actions;
  const { low, high } = space as Box;
  const size = sizeOf(space);
  const sent = new Float32Array(count * size);
  return (actions) => {
    for (let i = 0; i < sent.length; i++) {
      const element = i % size;
      const least = low[element]!;
      const most = high[element]!;
      const action = squashed ? least + ((Math.tanh(actions[i]!) + 1) / 2) * (most - least) : actions[i]!;
      sent[i] = Math.min(Math.max(action, least), most);
    }
    return sent;
  };
}
