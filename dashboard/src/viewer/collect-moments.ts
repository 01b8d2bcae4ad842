import type { StageFrame } from "../../../src/dashboard/index.js";

export interface MomentOptions {
  readonly episodes: number;
  /** Moments in all, at most: the last episode is cut there. */
  readonly steps?: number;
  /** Without `steps`, an episode that is longer is taken for endless. */
  readonly longest: number;
}

export interface Moments {
  readonly moments: readonly StageFrame[];
  /** Of the episodes that ended. */
  readonly returns: readonly number[];
}

/** How many moments are asked for at once. */
const BATCH = 20;

/** Whole episodes, or what of them `steps` leave room for; undefined where one does not end. */
export async function collectMoments(
  frames: (count: number) => Promise<readonly StageFrame[]>,
  { episodes, steps = Number.POSITIVE_INFINITY, longest }: MomentOptions,
): Promise<Moments | undefined> {
  const moments: StageFrame[] = [];
  const returns: number[] = [];
  const enough = () => returns.length === episodes || moments.length >= steps;
  while (!enough()) {
    for (const frame of await frames(BATCH)) {
      if (enough()) break;
      if (steps === Number.POSITIVE_INFINITY && frame.length >= longest) return undefined;
      moments.push(frame);
      if (frame.ended) returns.push(frame.ended.episodeReturn);
    }
  }
  return { moments, returns };
}
