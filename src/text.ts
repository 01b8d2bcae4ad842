import { distance } from "fastest-levenshtein";

/** The candidate most like `word`, for "did you mean …?"; undefined if there are none. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const difference = distance(word.toLowerCase(), candidate.toLowerCase());
    if (difference < smallest) {
      smallest = difference;
      best = candidate;
    }
  }
  return best;
}
