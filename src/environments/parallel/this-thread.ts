import type { LoadedEnvironment } from "../environment.js";
import type { EpisodeFigures, Loaded, Request } from "./protocol.js";
import { createSharedCopies } from "./shared-copies.js";
import type { Stepper } from "./stepper.js";

/**
 * The thread that asks, as if it were one that is asked: what it is asked, it does when a reply is waited for. A copy that
 * hangs or ends the process does so to all.
 */
export function useThisThread(definition: LoadedEnvironment): Stepper {
  const running = Int32Array.of(-1);
  const copies = createSharedCopies(running);
  let asked: Request | "step" | undefined;

  function handle(): unknown {
    const request = asked;
    if (request === undefined) return undefined;
    if (request === "step") return copies.step() satisfies EpisodeFigures | undefined;
    if (request.kind === "load") return copies.load(definition, request) satisfies Loaded;
    // as if it had been sent: neither side sees what the other does to it later
    return structuredClone(copies.answer(structuredClone(request)));
  }

  return {
    ended: Promise.resolve(),
    get running() {
      return running[0]!;
    },
    step() {
      asked = "step";
    },
    ask(request) {
      asked = request;
    },
    reply() {
      try {
        return { kind: "done", result: handle() };
      } catch (error) {
        return { kind: "failed", error: error instanceof Error ? error : new Error(String(error)) };
      } finally {
        asked = undefined;
      }
    },
    stop() {
      try {
        copies.answer({ kind: "close" });
      } catch {
        // what is given up may be broken
      }
    },
  };
}
