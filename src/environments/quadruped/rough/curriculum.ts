import { drawInteger } from "../state-random.js";

/** What an episode came to. */
export interface Traversal {
  /** The robot was outside its tile at some time. */
  readonly left: boolean;
  /** Meters in the commanded direction. */
  readonly walked: number;
  /** Meters that were commanded: over the time it lasted or, where it ended in a fall, over the whole time it had. */
  readonly commanded: number;
}

/**
 * The level after an episode (Rudin et al. 2022): up for who left the tile, down for who walked less than half of what was
 * commanded; after the last level comes any.
 */
export function nextLevel(
  level: number,
  levels: number,
  { left, walked, commanded }: Traversal,
  state: Float64Array,
  stream: number,
): number {
  if (left) return level + 1 < levels ? level + 1 : drawInteger(state, stream, 0, levels - 1);
  return walked < commanded / 2 ? Math.max(0, level - 1) : level;
}
