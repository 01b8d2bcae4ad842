import { RunError } from "../../errors.js";
import type { EnvironmentMetadata } from "../environment.js";

/** A thread that threw, hung or ended, and what it was stepping. */
export interface Trouble {
  readonly kind: "failed" | "hung" | "ended";
  readonly copy: number;
  /** Whether `copy` is known; otherwise it is one of the thread's. */
  readonly certain: boolean;
  readonly first: number;
  readonly last: number;
  /** It is the thread that owns all copies, which cannot be replaced: only what it steps can. */
  readonly own: boolean;
  readonly error?: Error;
}

/** What to tell of a thread that was replaced. */
export function restarted(
  { id }: EnvironmentMetadata,
  trouble: Trouble,
  exact: boolean,
  timeoutSeconds: number,
): string {
  const consequence = exact
    ? "nothing was lost"
    : `their episodes could not be restored exactly (see getState) and were begun anew, truncated at the step that failed`;
  const replaced = trouble.own
    ? `Copies ${copies(trouble)} were made anew;`
    : `The thread of copies ${copies(trouble)} was replaced;`;
  return `${whatHappened(id, trouble, timeoutSeconds)} ${replaced} ${consequence}.`;
}

/** A thread failed again right after it was replaced. `action`: the failing copy's, in a step. */
export function stillFailing(
  { id }: EnvironmentMetadata,
  trouble: Trouble,
  action: ArrayLike<number> | undefined,
  timeoutSeconds: number,
): Error {
  const { kind, error, own } = trouble;
  // Without an action there was no step, so that nothing could be tried twice.
  const twice = own ? "twice, the second time made anew" : "twice, in two threads";
  const again = action === undefined ? "" : ` It did so ${twice}; its action was [${Array.from(action).join(", ")}].`;
  if (error && (error as Partial<RunError>).code !== "environment-failed") return error;
  return new RunError({
    code: kind === "failed" ? "environment-failed" : kind === "hung" ? "thread-hung" : "thread-ended",
    message: `${whatHappened(id, trouble, timeoutSeconds)}${again}`,
    fix:
      kind === "hung"
        ? "Find the loop that does not end, or allow steps more time (timeoutSeconds)."
        : "Correct the environment; the error's cause, if there is one, holds the original exception.",
    ...(error && { cause: error.cause ?? error }),
  });
}

function whatHappened(
  id: string,
  { kind, copy, certain, first, last, error }: Trouble,
  timeoutSeconds: number,
): string {
  if (error) return error.message.endsWith(".") ? error.message : `${error.message}.`;
  const which = certain || first === last ? `copy ${copy}` : `one of the copies ${first} to ${last}`;
  const what = kind === "hung" ? `did not answer within ${timeoutSeconds} s` : "ended its thread";
  return `Environment "${id}", ${which}, ${what}.`;
}

const copies = ({ first, last }: Trouble) => (first === last ? `${first}` : `${first} to ${last}`);
