import type { EpisodeSummary, RunningStatistics } from "../../environments/index.js";
import { UsageError } from "../../errors.js";
import type { Actor, CollectionTime } from "../../rollout/index.js";
import type { Snapshot } from "../../snapshot.js";
import type { ActorPlace, Collected } from "./messages.js";

/** Collects elsewhere, while this thread computes. */
export interface Collector {
  begin(statistics: Snapshot | undefined): Promise<ActorPlace>;
  /** From `from` on; undefined: from where the last one ends, which may still be under way. */
  collect(parameters: Float32Array, from: Snapshot | undefined): Promise<Collected>;
}

export interface OverlappedActor extends Actor {
  begin(): Promise<void>;
}

export interface OverlappedActorOptions {
  readonly collector: Collector;
  /** Of observations, where they are normalized: receive what the collector has seen when a fragment is handed over. */
  readonly statistics: RunningStatistics | undefined;
  /** Told of the episodes that ended in a fragment when it is handed over. */
  readonly onEpisodes: (finished: readonly EpisodeSummary[]) => void;
}

/**
 * An actor whose `collect(θ)` hands over the fragment that was collected meanwhile and has the next one collected by θ,
 * which is asked for first, so that the collector need not wait in between. Every fragment is thus one iteration stale: the
 * first two are collected by the initial parameters, fragment k by those of after update k − 2. Nothing depends on who is
 * faster.
 *
 * Its state is where the last fragment that was handed over ends, and the parameters of the next one, which is collected
 * again when it is restored.
 */
export function createOverlappedActor({ collector, statistics, onEpisodes }: OverlappedActorOptions): OverlappedActor {
  let place: ActorPlace | undefined;
  let behavior: Float32Array | undefined;
  /** Whether the collector has to be told where to go on. */
  let moved = false;
  let coming: Promise<Collected> | undefined;
  const time: CollectionTime = { environment: 0, policy: 0 };

  function order(parameters: Float32Array): Promise<Collected> {
    behavior = parameters.slice();
    const ordered = collector.collect(behavior, moved ? place!.actor : undefined);
    moved = false;
    // Whoever awaits it hears of its failure; if the run ends before, nobody needs to.
    ordered.catch(() => {});
    return ordered;
  }

  function account({ environment, policy }: CollectionTime, waited: number): void {
    // What was done while learning cost no time.
    const share = environment + policy > 0 ? waited / (environment + policy) : 0;
    time.environment += share * environment;
    time.policy += share * policy;
  }

  function arrive(at: ActorPlace): void {
    place = at;
    if (at.statistics !== null) statistics?.setState(at.statistics);
  }

  return {
    time,
    async begin() {
      arrive(await collector.begin(statistics?.getState()));
      moved = false;
    },
    async collect(parameters) {
      const start = performance.now();
      const underWay = coming ?? order(behavior ?? parameters);
      coming = order(parameters);
      const collected = await underWay;
      arrive(collected.place);
      onEpisodes(collected.finished);
      account(collected.time, performance.now() - start);
      return collected.fragment;
    },
    restart() {
      throw new UsageError({
        code: "overlap-not-possible",
        message: "Episodes cannot be begun anew while they are played elsewhere.",
        fix: "Collect without overlap.",
      });
    },
    getState() {
      const { actor, statistics } = place!;
      return { place: { actor, statistics }, behavior: behavior?.slice() ?? null };
    },
    setState(state) {
      const saved = state as unknown as { readonly place: ActorPlace; readonly behavior: Float32Array | null };
      arrive(saved.place);
      behavior = saved.behavior?.slice();
      moved = true;
      coming = undefined;
    },
  };
}
