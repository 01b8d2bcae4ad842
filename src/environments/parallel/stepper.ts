import type { Request } from "./protocol.js";

/** What became of a request. */
export type Reply =
  | { readonly kind: "done"; readonly result: unknown }
  | { readonly kind: "failed"; readonly error: Error }
  /** It did not answer in time. */
  | { readonly kind: "hung" }
  | { readonly kind: "ended" };

/** Who steps some of the copies, as the owner of all of them sees it. */
export interface Stepper {
  /** Asks for a step with the actions in shared memory. */
  step(): void;
  ask(request: Request): void;
  /** Waits for the reply to the last request. */
  reply(milliseconds: number): Reply;
  /** The copy whose code ran last, −1 if none has. */
  readonly running: number;
  /** Gives its copies up, whatever it is doing. */
  stop(): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}
