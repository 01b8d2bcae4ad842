import { createRunningStatistics, mergeStatistics } from "../../environments/index.js";
import { joinFragments } from "../../rollout/index.js";
import type { Snapshot } from "../../snapshot.js";
import type { ActorPlace, Collected, SharedStatistics } from "./messages.js";
import type { Collector } from "./overlapped-actor.js";

/** Collects in some of the copies, going on with the statistics of all. */
export interface PartCollector {
  begin(statistics: Snapshot | undefined): Promise<ActorPlace>;
  collect(
    parameters: Float32Array,
    place: Snapshot | undefined,
    known: Snapshot,
    statistics: SharedStatistics,
  ): Promise<Collected>;
}

/** Where all of them are, and what they knew together when they were last asked. */
interface JoinedPlace {
  readonly parts: readonly Snapshot[];
  readonly statistics: SharedStatistics;
}

/**
 * Collectors that each have some of the copies, as one: fragments of all copies, in this order. While a fragment is
 * collected, everyone's running statistics go on for themselves; when it is handed over they are merged, and all go on
 * with the same ones. Nothing depends on who is faster.
 */
export function joinCollectors(collectors: readonly PartCollector[]): Collector {
  /** What those who were `before` know together now. */
  function join(before: SharedStatistics, places: readonly ActorPlace[]): ActorPlace {
    const parts = places.map(({ actor }) => actor);
    const statistics = {
      observation: merge(
        before.observation,
        places.map(({ statistics: own }) => own),
      ),
      reward: merge(
        before.reward,
        places.map(({ rewardStatistics = null }) => rewardStatistics),
      ),
    };
    const joined: JoinedPlace = { parts, statistics };
    return { actor: joined as unknown as Snapshot, statistics: statistics.observation };
  }

  return {
    async begin(observation) {
      const places = await Promise.all(collectors.map((collector) => collector.begin(observation)));
      return join({ observation: observation ?? null, reward: null }, places);
    },
    async collect(parameters, place, known) {
      const { parts, statistics } = known as unknown as JoinedPlace;
      const from = place as unknown as JoinedPlace | undefined;
      const all = await Promise.all(
        collectors.map((collector, i) => collector.collect(parameters, from?.parts[i], parts[i]!, statistics)),
      );
      const sum = (of: (part: Collected) => number) => all.reduce((total, part) => total + of(part), 0);
      return {
        fragment: joinFragments(all.map(({ fragment }) => fragment)),
        finished: all.flatMap(({ finished }) => finished),
        time: { environment: sum(({ time }) => time.environment), policy: sum(({ time }) => time.policy) },
        place: join(
          statistics,
          all.map((part) => part.place),
        ),
      };
    },
  };
}

/** Null where there are no statistics; `before` is null where nothing was seen yet. */
function merge(before: Snapshot, parts: readonly Snapshot[]): Snapshot {
  const [first] = parts;
  if (first === null || first === undefined) return null;
  const { length } = (first as { readonly mean: Float64Array }).mean;
  return mergeStatistics(before ?? createRunningStatistics(length).getState(), parts);
}
