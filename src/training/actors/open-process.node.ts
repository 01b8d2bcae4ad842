import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { receiveError } from "../../environments/node.js";
import { ownScript } from "../../files/node.js";
import type { ActorReply, ActorRequest } from "./messages.js";

/** Why a process did not answer. */
export class Trouble extends Error {
  constructor(
    readonly code: "actor-hung" | "actor-ended",
    message: string,
  ) {
    super(message);
  }
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One listener for all: there may be more of them than Node finds normal of one event. */
const living = new Set<ChildProcess>();

function killLiving(): void {
  for (const child of living) child.kill("SIGKILL");
}

function forget(child: ChildProcess): void {
  if (living.delete(child) && living.size === 0) process.off("exit", killLiving);
}

/** A process that does what it is asked, one after the other; after it has failed, nothing. */
export interface OpenProcess {
  /** Throws what the process throws, or `Trouble` if it ends or is silent for so long. */
  ask(request: ActorRequest, milliseconds: number): Promise<unknown>;
  kill(): void;
}

export function openProcess(environment: string, onNotice: (notice: string) => void): OpenProcess {
  const child = fork(fileURLToPath(ownScript("actor-process")), {
    serialization: "advanced",
    // what this process was started with (a debugger, a test runner) is not meant for it
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  if (living.size === 0) process.on("exit", killLiving);
  living.add(child);
  const waiting: Waiting[] = [];
  /** Milliseconds since it was last heard of, as far as this thread was awake. */
  let silence = 0;
  let lastLook = 0;
  let problem: Trouble | undefined;
  keepAlive(child, false);

  function settle(settleWith: (asked: Waiting) => void): void {
    const asked = waiting.shift();
    if (waiting.length === 0) keepAlive(child, false);
    if (asked) settleWith(asked);
  }

  function lose(trouble: Trouble): void {
    problem ??= trouble;
    while (waiting.length > 0) settle(({ reject }) => reject(trouble));
  }

  child.on("message", (reply: ActorReply) => {
    silence = 0;
    if (reply.kind === "notice") onNotice(reply.notice);
    else if (reply.kind === "failed") settle(({ reject }) => reject(receiveError(reply.error)));
    else if (reply.kind !== "alive") settle(({ resolve }) => resolve(reply.result));
  });
  child.on("error", (error) => lose(new Trouble("actor-ended", `The process that acts failed: ${error.message}.`)));
  child.on("exit", (code, signal) => {
    forget(child);
    lose(new Trouble("actor-ended", `The process that acts ended (${signal ?? `exit code ${code}`}).`));
  });

  return {
    async ask(request: ActorRequest, milliseconds: number): Promise<unknown> {
      if (problem) throw problem;
      keepAlive(child, true);
      if (waiting.length === 0) {
        silence = 0;
        lastLook = performance.now();
      }
      const interval = Math.min(1000, milliseconds / 4);
      const watch = setInterval(() => {
        const now = performance.now();
        // who looks late may have been asleep, and the process with it
        silence += Math.min(now - lastLook, 2 * interval);
        lastLook = now;
        // after what has arrived meanwhile was read: this thread may have been busy learning
        setImmediate(() => {
          if (waiting.length === 0 || silence < milliseconds) return;
          const seconds = milliseconds / 1000;
          lose(new Trouble("actor-hung", `The process that acts in "${environment}" was silent for ${seconds} s.`));
        });
      }, interval);
      watch.unref();
      try {
        return await new Promise((resolve, reject) => {
          waiting.push({ resolve, reject });
          child.send(request, (error) => {
            if (error) lose(new Trouble("actor-ended", `The process that acts cannot be reached: ${error.message}.`));
          });
        });
      } finally {
        clearInterval(watch);
      }
    },
    kill() {
      forget(child);
      child.kill("SIGKILL");
      lose(new Trouble("actor-ended", "The process that acts was killed."));
    },
  };
}

/** Whether this process stays for the child's sake. */
function keepAlive(child: ChildProcess, alive: boolean): void {
  const method = alive ? "ref" : "unref";
  child[method]();
  child.channel?.[method]();
}
