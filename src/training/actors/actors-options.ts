import * as v from "valibot";
import { UsageError } from "../../errors.js";
import { integer, positive } from "../../options.js";

/** Where and when experience is collected. None of it but `overlap` and `processes` changes any number of a run. */
export interface ActorsOptions {
  /** Threads that step the environments, at most one per copy (Node only); 0: none beside the one that trains. Default "auto": threads where stepping costs so much that they gain time, and can find the environment. */
  readonly threads?: number | "auto";
  /** Step a share of the copies beside the threads: n threads and an own share keep n + 1 cores busy, but nobody sees a hang of that share. Default: where `threads` is "auto" and there is one process. */
  readonly ownShare?: boolean;
  /** Collect the next fragment in a process of its own while learning from this one, by the policy of one iteration before (Node only); default false. For algorithms that correct by importance ratios. */
  readonly overlap?: boolean;
  /** With `overlap`: processes that each act in some of the copies, at most one per copy; default 1. They share what they learn of observations and rewards after every fragment. */
  readonly processes?: number;
  /** A step of the environments that takes longer has hung; default 60. */
  readonly timeoutSeconds?: number;
}

export interface ActorsSettings {
  readonly threads: number | "auto";
  readonly ownShare: boolean;
  readonly overlap: boolean;
  readonly processes: number;
  readonly timeoutSeconds: number;
}

const MOST_THREADS = 1024;
const MOST_PROCESSES = 256;
const entries = {
  threads: v.optional(v.union([v.literal("auto"), integer(0, MOST_THREADS)])),
  ownShare: v.optional(v.boolean()),
  timeoutSeconds: v.optional(positive()),
};

/** Of `train`. */
export const actorsSchema = v.strictObject({
  ...entries,
  overlap: v.optional(v.boolean()),
  processes: v.optional(integer(1, MOST_PROCESSES)),
});
/** Of `resume`: whether collection overlaps, and in how many processes, is a matter of the run. */
export const resumedActorsSchema = v.strictObject(entries);

/** `ActorsOptions` as they were given. */
export interface GivenActors {
  readonly threads?: number | "auto" | undefined;
  readonly ownShare?: boolean | undefined;
  readonly overlap?: boolean | undefined;
  readonly processes?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
}

/** Throws UsageError `invalid-option` for several processes without `overlap`, or with threads, and for an own share beside no threads. */
export function withDefaults({
  threads = "auto",
  overlap = false,
  processes = 1,
  ownShare = threads === "auto" && processes === 1,
  timeoutSeconds = 60,
}: GivenActors): ActorsSettings {
  if (processes > 1 && !overlap) {
    throw new UsageError({
      code: "invalid-option",
      message: `actors: ${processes} processes act only while another learns, but overlap is false.`,
      fix: "Set overlap: true (--overlap), or step the environments in threads.",
    });
  }
  if (processes > 1 && threads !== "auto" && threads > 0) {
    throw new UsageError({
      code: "invalid-option",
      message: `actors: each of ${processes} processes steps its copies itself, but threads is ${threads}.`,
      fix: "Leave one of the two out.",
    });
  }
  const stepping = processes > 1 ? 0 : threads;
  if (ownShare && stepping === 0) {
    throw new UsageError({
      code: "invalid-option",
      message: `actors: ownShare is a share beside threads, but there are none (${processes > 1 ? `processes is ${processes}` : "threads is 0"}).`,
      fix: "Leave ownShare out (--own-share), or give threads.",
    });
  }
  return { threads: stepping, ownShare, overlap, processes, timeoutSeconds };
}

/** Of a run that was started with `started`: other threads come with their own default for the share. */
export function resumedActors(started: GivenActors | undefined, given: GivenActors): ActorsSettings {
  const sameThreads = given.threads === undefined || given.threads === started?.threads;
  const share = given.ownShare ?? (sameThreads ? started?.ownShare : undefined);
  return withDefaults({ ...started, ...given, ownShare: share });
}
