import type { EpisodeSummary } from "../../environments/index.js";
import type { EnvironmentSource, SentError } from "../../environments/node.js";
import type { CollectionTime, Fragment } from "../../rollout/index.js";
import type { Snapshot } from "../../snapshot.js";
import type { SharedStatistics } from "./shared-statistics.js";

/** What an acting process is asked. */
export type ActorRequest =
  | {
      readonly kind: "build";
      readonly source: EnvironmentSource;
      readonly algorithm: { readonly name: string; readonly options: Readonly<Record<string, unknown>> };
      readonly seed: number;
      readonly threads: number;
      readonly ownShare: boolean;
      readonly timeoutSeconds: number;
      readonly part: Part | undefined;
    }
  /** Begins episodes everywhere, with these statistics of observations if there are any. */
  | { readonly kind: "begin"; readonly statistics: Snapshot | undefined }
  | CollectRequest;

export interface CollectRequest {
  readonly kind: "collect";
  readonly parameters: Float32Array;
  /** Where to go on; undefined: where it is. */
  readonly from: Snapshot | undefined;
  /** What it and others knew together before its last fragment, if it acts in some of the copies. */
  readonly known: SharedStatistics | undefined;
}

/** The copies of a process that acts in some of a training's. */
export interface Part {
  readonly index: number;
  readonly firstCopy: number;
  readonly count: number;
}

export interface Built {
  readonly masked: boolean;
  readonly restorable: boolean;
}

/** Where an actor is: its own state, and the statistics of observations where they are normalized. */
export interface ActorPlace {
  readonly actor: Snapshot;
  readonly statistics: Snapshot;
  /** What it saw on the way there, if it acts in some of the copies. */
  readonly seen?: SharedStatistics;
}

/** A fragment, and where the actor that collected it is now. */
export interface Collected {
  readonly fragment: Fragment;
  /** Episodes that ended in it, in the order in which they ended; of several processes, one's after the other's. */
  readonly finished: readonly EpisodeSummary[];
  readonly time: CollectionTime;
  readonly place: ActorPlace;
}

/** What an acting process says. */
export type ActorReply =
  | { readonly kind: "built"; readonly result: Built }
  | { readonly kind: "begun"; readonly result: ActorPlace }
  | { readonly kind: "collected"; readonly result: Collected }
  | { readonly kind: "failed"; readonly error: SentError }
  | { readonly kind: "notice"; readonly notice: string }
  /** Steps are being made. */
  | { readonly kind: "alive" };
