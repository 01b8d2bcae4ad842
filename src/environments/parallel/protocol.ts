import { type ProximalError, RunError, UsageError } from "../../errors.js";
import type { RandomState } from "../../random/index.js";
import type { Snapshot } from "../environment.js";

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
/** How it went: `DONE`, `FAILED` or `ENDED`. */
export const OUTCOME = 3;
/** The copy whose code runs, −1 before the first. */
export const RUNNING = 4;
/** 1 where the answer to a step comes with a message: figures of episodes that ended in it. */
export const TOLD = 5;
export const CONTROL_WORDS = 6;

/** One step with the actions in shared memory; no message asks for it. */
export const STEP = 0;
/** A message tells what is asked. */
export const MESSAGE = 1;

export const DONE = 0;
/** A message tells the error. */
export const FAILED = 1;
/** The thread has ended. */
export const ENDED = 2;

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

/** Figures of episodes that ended, by the number of the copy. */
export type FiguresByCopy = ReadonlyMap<number, Readonly<Record<string, number>>>;

export type Answer = { readonly result: Loaded | Snapshot | FiguresByCopy | undefined } | { readonly error: SentError };

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
