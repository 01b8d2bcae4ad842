import { mergeStatistics, statisticsSince } from "../../environments/index.js";
import type { Snapshot } from "../../snapshot.js";

/** Of several who act in some of the copies each: states of running statistics, null where nothing is counted, or was yet. */
export interface SharedStatistics {
  readonly observation: Snapshot;
  readonly reward: Snapshot;
}

export const seenSince = (before: SharedStatistics, now: SharedStatistics): SharedStatistics => ({
  observation: statisticsSince(before.observation, now.observation),
  reward: statisticsSince(before.reward, now.reward),
});

/** What was known, and what each has seen since, in this order. */
export const addSeen = (known: SharedStatistics, seen: readonly SharedStatistics[]): SharedStatistics => ({
  observation: mergeStatistics(
    known.observation,
    seen.map(({ observation }) => observation),
  ),
  reward: mergeStatistics(
    known.reward,
    seen.map(({ reward }) => reward),
  ),
});
