import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { receiveError } from "../../environments/node.js";
import { RunError } from "../../errors.js";
import { ownScript } from "../../files/node.js";
import type { Snapshot } from "../../snapshot.js";
import type { ActorPlace, ActorReply, ActorRequest, Built, Collected, CollectRequest } from "./messages.js";
import type { SharedStatistics } from "./shared-statistics.js";

/** An actor in a process of its own, which may crash or hang without harm. */
export interface ActingProcess {
  readonly built: Built;
  begin(statistics: Snapshot | undefined): Promise<ActorPlace>;
  /**
   * Collects by `parameters`, from `from` on; undefined: from where the last fragment ends, which may still be under way.
   * `known`: see `CollectRequest`. If the process throws, ends or hangs, another one begins where the last fragment that
   * arrived ends, and collects the same again.
   */
  collect(parameters: Float32Array, from: Snapshot | undefined, known?: SharedStatistics): Promise<Collected>;
  close(): void;
}

export interface ActingProcessOptions {
  readonly environment: string;
  readonly build: ActorRequest & { readonly kind: "build" };
  readonly onNotice: (notice: string) => void;
}

/** Starting Node, importing an environment and compiling a policy may take this long, whatever a step may take. */
const BUILDING_MILLISECONDS = 120_000;
/** A process whose threads replace one that hung needs several times the time of a step. */
const PATIENCE_WITH_THREADS = 4;

/** Why a process did not answer. */
class Trouble extends Error {
  constructor(
    readonly code: "actor-hung" | "actor-ended",
    message: string,
  ) {
    super(message);
  }
}

/** Starts a process that acts. Throws what building the environment there throws. */
export async function startActingProcess({
  environment,
  build,
  onNotice,
}: ActingProcessOptions): Promise<ActingProcess> {
  const patience = build.timeoutSeconds * 1000 * (build.threads > 0 ? PATIENCE_WITH_THREADS : 1);
  let newest: ReturnType<typeof openProcess>;
  let current = await startOne();
  let closed = false;
  /** Where the last fragment that arrived ends. */
  let place: Snapshot | undefined;
  /** What has been asked for and not arrived, in order. */
  const orders: Order[] = [];

  async function startOne() {
    const one = openProcess(environment, onNotice);
    newest = one;
    try {
      return { one, built: (await one.ask(build, Math.max(patience, BUILDING_MILLISECONDS))) as Built };
    } catch (error) {
      one.kill();
      throw finalError(environment, error);
    }
  }

  function pass(order: Order): void {
    const { one } = current;
    one.ask(order.request, patience).then(
      (collected) => deliver(order, collected as Collected),
      (error) => {
        // those behind it were lost with it
        if (order === orders[0]) void replace(one, order, error);
      },
    );
  }

  function deliver(order: Order, collected: Collected): void {
    orders.shift();
    place = collected.place.actor;
    if (order.lostBy !== undefined) onNotice(replaced(order.lostBy, current.built.restorable));
    order.resolve(collected);
  }

  async function replace(one: ReturnType<typeof openProcess>, order: Order, error: unknown): Promise<void> {
    one.kill();
    try {
      if (closed || !mayBePassing(error)) throw error;
      if (order.lostBy !== undefined) throw finalError(environment, error);
      current = await startOne();
      order.lostBy = error;
      order.request = { ...order.request, from: order.request.from ?? place };
      for (const each of orders) pass(each);
    } catch (final) {
      closed = true;
      for (const { reject } of orders.splice(0)) reject(final);
    }
  }

  return {
    built: current.built,
    async begin(statistics) {
      const begun = (await current.one.ask({ kind: "begin", statistics }, patience)) as ActorPlace;
      place = begun.actor;
      return begun;
    },
    collect(parameters, from, known) {
      return new Promise((resolve, reject) => {
        const order: Order = { request: { kind: "collect", parameters, from, known }, resolve, reject };
        orders.push(order);
        pass(order);
      });
    },
    close() {
      closed = true;
      // perhaps one that is still being built in place of another
      newest.kill();
    },
  };
}

/** A fragment that is asked for. */
interface Order {
  request: CollectRequest;
  readonly resolve: (collected: Collected) => void;
  readonly reject: (error: unknown) => void;
  /** What the process that was collecting it failed by, which is replaced only once. */
  lostBy?: unknown;
}

/** What an environment returned wrongly it would return again; an exception may have had a passing cause. */
const mayBePassing = (error: unknown): boolean =>
  error instanceof Trouble || (error as Partial<RunError>).code === "environment-failed";

function finalError(environment: string, error: unknown): unknown {
  if (!(error instanceof Trouble)) return error;
  return new RunError({
    code: error.code,
    message: `${error.message.slice(0, -1)}, and so did the one that replaced it; it was acting in "${environment}".`,
    fix: "Step the environment in threads (actors: { threads: 1 }) to learn which copy and action it was; or allow steps more time (timeoutSeconds).",
    cause: error,
  });
}

function replaced(error: unknown, restorable: boolean): string {
  const message = (error as Error).message;
  const consequence = restorable
    ? "nothing was lost"
    : "episodes that cannot be restored (see getState) were begun anew";
  return `${message.endsWith(".") ? message : `${message}.`} The process that acts was replaced, and collected its fragment again; ${consequence}.`;
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

/** One process, which does what it is asked one after the other. */
function openProcess(environment: string, onNotice: (notice: string) => void) {
  const child = fork(fileURLToPath(ownScript("actor-process")), {
    serialization: "advanced",
    // what this process was started with (a debugger, a test runner) is not meant for it
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  if (living.size === 0) process.on("exit", killLiving);
  living.add(child);
  const waiting: Waiting[] = [];
  let lastHeard = 0;
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
    lastHeard = performance.now();
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
      if (waiting.length === 0) lastHeard = performance.now();
      const watch = setInterval(
        () => {
          // after what has arrived meanwhile was read: this thread may have been busy learning
          setImmediate(() => {
            if (waiting.length === 0 || performance.now() - lastHeard < milliseconds) return;
            const seconds = milliseconds / 1000;
            lose(new Trouble("actor-hung", `The process that acts in "${environment}" was silent for ${seconds} s.`));
          });
        },
        Math.min(1000, milliseconds / 4),
      );
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
