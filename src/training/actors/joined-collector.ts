import { joinFragments } from "../../rollout/index.js";
import type { Snapshot } from "../../snapshot.js";
import type { ActorPlace, Collected } from "./messages.js";
import type { Collector } from "./overlapped-actor.js";
import { addSeen, type SharedStatistics } from "./shared-statistics.js";

/** Collects in some of the copies, going on with what all knew before its last fragment and what it saw in that. */
export interface PartCollector {
  begin(statistics: Snapshot | undefined): Promise<ActorPlace>;
  collect(parameters: Float32Array, from: Snapshot | undefined, known: SharedStatistics): Promise<Collected>;
}

/** Where all of them are, and what they knew together a fragment before and now. */
interface JoinedPlace {
  readonly parts: readonly Snapshot[];
  readonly before: SharedStatistics;
  readonly now: SharedStatistics;
}

/**
 * Collectors that each have some of the copies, as one: fragments of all copies, in this order. At most two may be asked
 * for at a time, so that nobody has to wait for the others in between. When a fragment arrives, the running statistics of
 * all are merged; everyone goes on with the merged ones from the fragment on that is asked for next, and adds what it saw
 * in the one that is under way. Nothing depends on who is faster.
 */
export function joinCollectors(collectors: readonly PartCollector[]): Collector {
  let history: History;

  return {
    async begin(statistics) {
      const places = await Promise.all(collectors.map((collector) => collector.begin(statistics)));
      const place = join({ observation: statistics ?? null, reward: null }, places);
      history = historyAt(place);
      return asActorPlace(place);
    },
    async collect(parameters, from) {
      if (from !== undefined) history = historyAt(from as unknown as JoinedPlace);
      const own = history;
      const known = own.known.shift()!;
      const { parts } = (from ?? {}) as Partial<JoinedPlace>;
      const all = await Promise.all(collectors.map((collector, i) => collector.collect(parameters, parts?.[i], known)));
      const place = join(
        own.latest,
        all.map((part) => part.place),
      );
      own.latest = place.now;
      own.known.push(place.now);
      const sum = (of: (part: Collected) => number) => all.reduce((total, part) => total + of(part), 0);
      return {
        fragment: joinFragments(all.map(({ fragment }) => fragment)),
        finished: all.flatMap(({ finished }) => finished),
        time: { environment: sum(({ time }) => time.environment), policy: sum(({ time }) => time.policy) },
        place: asActorPlace(place),
      };
    },
  };
}

/** What all knew together. */
interface History {
  /** With which to begin the fragments that are asked for next. */
  readonly known: SharedStatistics[];
  /** When the last fragment arrived. */
  latest: SharedStatistics;
}

const historyAt = ({ before, now }: JoinedPlace): History => ({ known: [before, now], latest: now });

function join(before: SharedStatistics, places: readonly ActorPlace[]): JoinedPlace {
  const now = addSeen(
    before,
    places.map(({ seen }) => seen!),
  );
  return { parts: places.map(({ actor }) => actor), before, now };
}

const asActorPlace = (place: JoinedPlace): ActorPlace => ({
  actor: place as unknown as Snapshot,
  statistics: place.now.observation,
});
