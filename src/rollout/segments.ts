import type { Episodes } from "./episodes.js";

/**
 * Episodes cut, each from its first step, into segments of `length` steps, the last of which may be shorter. The first
 * segments of all episodes come first, then the second ones of those that have any, and so on.
 */
export interface Segments {
  readonly length: number;
  readonly count: number;
  /** Whose: [count] */
  readonly episodes: Int32Array;
  /** First row: [count] */
  readonly starts: Int32Array;
  /** The k-th segments of all episodes are numbers waves[k] to waves[k + 1]. */
  readonly waves: Int32Array;
}

export function cutEpisodes({ count, starts }: Pick<Episodes, "count" | "starts">, length: number): Segments {
  const owners: number[] = [];
  const firstRows: number[] = [];
  const waves = [0];
  for (let offset = 0, found = true; found; offset += length) {
    found = false;
    for (let episode = 0; episode < count; episode++) {
      const first = starts[episode]! + offset;
      if (first >= starts[episode + 1]!) continue;
      owners.push(episode);
      firstRows.push(first);
      found = true;
    }
    if (found) waves.push(owners.length);
  }
  return {
    length,
    count: owners.length,
    episodes: Int32Array.from(owners),
    starts: Int32Array.from(firstRows),
    waves: Int32Array.from(waves),
  };
}

/** Rows of some segments, time-major: step l of the i-th of n at l · n + i. Where an episode is over, its last row stands in. */
export interface SegmentRows {
  readonly rows: Int32Array;
  /** 1 for steps of the episode, 0 for what stands in. */
  readonly included: Float32Array;
}

export function rowsOfSegments(
  { starts }: Pick<Episodes, "starts">,
  segments: Segments,
  chosen: Int32Array,
): SegmentRows {
  const n = chosen.length;
  const rows = new Int32Array(n * segments.length);
  const included = new Float32Array(rows.length);
  for (let i = 0; i < n; i++) {
    const first = segments.starts[chosen[i]!]!;
    const last = starts[segments.episodes[chosen[i]!]! + 1]! - 1;
    for (let l = 0; l < segments.length; l++) {
      rows[l * n + i] = Math.min(first + l, last);
      included[l * n + i] = first + l <= last ? 1 : 0;
    }
  }
  return { rows, included };
}
