import type { Random } from "../random/index.js";
import type { EnvironmentMetadata } from "./environment.js";

/** A whole number, so that loops compare integers. */
const NO_LIMIT = 2 ** 31 - 1;

/** After how many steps the episode of each copy is truncated. */
export interface EpisodeLimits {
  /** [count] */
  readonly limits: Int32Array;
  /** What belongs to a snapshot: nothing where all episodes have the same limit. */
  readonly saved: Readonly<Record<string, Int32Array>>;
  /** Draws the lengths of the first episodes, where they differ. */
  stagger(randoms: readonly Random[]): void;
  /** Every later episode has the whole length. */
  restart(copy: number): void;
}

export function episodeLimits(
  { maxEpisodeSteps = NO_LIMIT, staggered = false }: EnvironmentMetadata,
  count: number,
  training: boolean,
): EpisodeLimits {
  const limits = new Int32Array(count).fill(maxEpisodeSteps);
  const drawn = staggered && training && maxEpisodeSteps < NO_LIMIT;
  return {
    limits,
    saved: drawn ? { limits } : {},
    stagger(randoms) {
      // from a stream of its own, so that episodes play as they would without
      if (drawn) for (let i = 0; i < count; i++) limits[i] = 1 + randoms[i]!.split("length").integer(maxEpisodeSteps);
    },
    restart(copy) {
      limits[copy] = maxEpisodeSteps;
    },
  };
}
