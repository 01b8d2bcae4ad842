import { type ProximalError, RunError, UsageError } from "../../errors.js";
import type { RandomState } from "../../random/index.js";
import type { EpisodeSummary, Snapshot } from "../environment.js";

/** Where a thread of its own finds a definition: it cannot be sent one, because functions cannot be sent. */
export type EnvironmentSource =
  | { readonly kind: "builtin"; readonly id: string }
  /** A path, or path#export. */
  | { readonly kind: "module"; readonly reference: string };

/** Words of a thread's control block, an Int32Array on shared memory. How many requests there have been: the thread waits for it to change. */
export const REQUESTED = 0;
/** How many of them are answered: the owner waits for it to change. */
export const ANSWERED = 1;
/** What the request is: `STEP` or `MESSAGE`. */
export const ASKED = 2;
/** How it went: `DONE`, `FAILED`, `ENDED` or `DONE_AND_TOLD`. */
export const OUTCOME = 3;
/** The copy whose code runs, −1 before the first. */
export const RUNNING = 4;
export const CONTROL_WORDS = 5;

/** One step with the actions in shared memory; no message comes with it. */
export const STEP = 0;
/** A message tells what is asked. */
export const MESSAGE = 1;

export const DONE = 0;
/** A message tells the error. */
export const FAILED = 1;
/** The thread has ended. */
export const ENDED = 2;
/** A step went well, and a message tells figures of episodes that ended in it. */
export const DONE_AND_TOLD = 3;

/** What a thread is asked by a message. */
export type Request =
  | {
      readonly kind: "load";
      readonly source: EnvironmentSource;
      readonly count: number;
      readonly firstCopy: number;
      readonly random: RandomState;
      readonly memory: SharedArrayBuffer;
    }
  | { readonly kind: "reset" }
  | { readonly kind: "getState" }
  | { readonly kind: "setState"; readonly state: Snapshot }
  /** Steps with `actions`, [steps][count, actionSize], whose results are known. */
  | { readonly kind: "replay"; readonly actions: readonly (Int32Array | Float32Array)[] }
  | { readonly kind: "close" };

/** What a thread says of the copies that it has loaded. */
export interface Loaded {
  readonly masked: boolean;
  readonly restorable: boolean;
}

/** Figures of the episodes that ended in a step, by copy, counted from the thread's first. */
export type EpisodeFigures = Readonly<Record<number, NonNullable<EpisodeSummary["figures"]>>>;

export type Answer =
  | { readonly result: Loaded | Snapshot | EpisodeFigures | undefined }
  | { readonly error: SentError };

/** An error as it can be sent. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: string | undefined;
  readonly fix?: string | undefined;
  readonly cause?: SentError | undefined;
}

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack, cause } = error;
  const { code, fix } = error as Partial<ProximalError>;
  return {
    name,
    message,
    stack,
    ...(typeof code === "string" && typeof fix === "string" && { code, fix }),
    ...(cause !== undefined && { cause: sendError(cause) }),
  };
}

/** The error as it was thrown elsewhere, stack included. */
export function receiveError({ name, message, stack, code, fix, cause }: SentError): Error {
  const original = cause && receiveError(cause);
  const error =
    code !== undefined && fix !== undefined
      ? new (name === "UsageError" ? UsageError : RunError)({
          code,
          message,
          fix,
          ...(original && { cause: original }),
        })
      : new Error(message, original && { cause: original });
  if (stack !== undefined) error.stack = stack;
  return error;
}
