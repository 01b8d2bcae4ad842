import { distance } from "fastest-levenshtein";

/** A question with the candidate that `word` is a misspelling of, and a space: `Did you mean "…"? `; empty if none is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const suggestion = nearest(word, candidates);
  return suggestion === undefined ? "" : `Did you mean "${suggestion}"? `;
}

/** The candidate most like `word`, of which no more than half need differ; undefined if there is none. */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const difference = distance(word.toLowerCase(), candidate.toLowerCase());
    if (difference < smallest && difference <= Math.max(word.length, candidate.length) / 2) {
      smallest = difference;
      best = candidate;
    }
  }
  return best;
}
