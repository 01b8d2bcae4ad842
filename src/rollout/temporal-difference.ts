import type { Fragment } from "./fragment.js";

/** What advantages and value targets are estimated from. */
export type ValuedRewards = Pick<
  Fragment,
  "steps" | "environments" | "rewards" | "terminated" | "truncated" | "values" | "nextValues"
>;

/** Whether the row after this one in the fragment belongs to the same episode. */
export function goesOn({ steps, environments, terminated, truncated }: ValuedRewards, row: number): boolean {
  return terminated[row] === 0 && truncated[row] === 0 && row + environments < steps * environments;
}

/**
 * δ_t = r_t + γ·V(s_{t+1}) − V(s_t). After a termination nothing follows; after a truncation, and at the fragment's end,
 * V of the true next observation does.
 */
export function temporalDifference(fragment: ValuedRewards, row: number, gamma: number): number {
  const { environments, rewards, terminated, values, nextValues } = fragment;
  let nextValue = 0;
  if (goesOn(fragment, row)) nextValue = values[row + environments]!;
  else if (terminated[row] !== 1) nextValue = nextValues[row]!;
  return rewards[row]! + gamma * nextValue - values[row]!;
}
