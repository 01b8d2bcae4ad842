import * as v from "valibot";
import { integer, positive } from "../../options.js";

/** Where and when experience is collected. None of it but `overlap` changes any number of a run. */
export interface ActorsOptions {
  /** Threads that step the environments, at most one per copy (Node only); 0: none beside the one that trains. Default "auto": threads where stepping costs so much that they gain time, and can find the environment. */
  readonly threads?: number | "auto";
  /** Collect the next fragment in a process of its own while learning from this one, by the policy of one iteration before (Node only); default false. For algorithms that correct by importance ratios. */
  readonly overlap?: boolean;
  /** A step of the environments that takes longer has hung; default 60. */
  readonly timeoutSeconds?: number;
}

export interface ActorsSettings {
  readonly threads: number | "auto";
  readonly overlap: boolean;
  readonly timeoutSeconds: number;
}

const MOST_THREADS = 1024;
const entries = {
  threads: v.optional(v.union([v.literal("auto"), integer(0, MOST_THREADS)])),
  timeoutSeconds: v.optional(positive()),
};

/** Of `train`. */
export const actorsSchema = v.strictObject({ ...entries, overlap: v.optional(v.boolean()) });
/** Of `resume`: whether collection overlaps is a matter of the run. */
export const resumedActorsSchema = v.strictObject(entries);

/** `ActorsOptions` as they were given. */
export interface GivenActors {
  readonly threads?: number | "auto" | undefined;
  readonly overlap?: boolean | undefined;
  readonly timeoutSeconds?: number | undefined;
}

export const withDefaults = ({
  threads = "auto",
  overlap = false,
  timeoutSeconds = 60,
}: GivenActors): ActorsSettings => ({
  threads,
  overlap,
  timeoutSeconds,
});
