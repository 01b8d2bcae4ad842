import { RunError } from "../../errors.js";
import type { Snapshot } from "../../snapshot.js";
import type { ActorPlace, ActorRequest, Built, Collected } from "./messages.js";
import { type OpenProcess, openProcess, Trouble } from "./open-process.node.js";
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

/** Starts a process that acts. Throws what building the environment there throws. */
export async function startActingProcess(
  { environment, build, onNotice }: ActingProcessOptions,
  open: (environment: string, onNotice: (notice: string) => void) => OpenProcess = openProcess,
): Promise<ActingProcess> {
  const patience = build.timeoutSeconds * 1000 * (build.threads > 0 ? PATIENCE_WITH_THREADS : 1);
  let newest: OpenProcess;
  let closed = false;
  /** Where the last fragment that arrived ends. */
  let place: Snapshot | undefined;
  /** What has been asked for and not arrived, in order. */
  const orders: Order[] = [];
  let current = await startOne().catch((error: unknown) => {
    throw error instanceof Trouble ? neverActed(environment, error) : error;
  });

  async function startOne() {
    const one = open(environment, onNotice);
    newest = one;
    try {
      return { one, built: (await one.ask(build, Math.max(patience, BUILDING_MILLISECONDS))) as Built };
    } catch (error) {
      one.kill();
      throw error;
    }
  }

  function give<Result>(request: OrderRequest, placeOf: (result: Result) => ActorPlace): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const deliver = (result: unknown) => {
        place = placeOf(result as Result).actor;
        resolve(result as Result);
      };
      const order: Order = { request, deliver, reject };
      orders.push(order);
      pass(order);
    });
  }

  function pass(order: Order): void {
    const { one } = current;
    one.ask(order.request, patience).then(
      (result) => {
        // what comes behind one that failed goes on from where nobody was
        if (order === orders[0]) arrive(order, result);
      },
      (error) => {
        // those behind it were lost with it
        if (order === orders[0]) void replace(one, order, error);
      },
    );
  }

  function arrive(order: Order, result: unknown): void {
    orders.shift();
    if (order.lostBy !== undefined) onNotice(replaced(order.lostBy, order.request.kind, current.built.restorable));
    order.deliver(result);
  }

  async function replace(one: OpenProcess, order: Order, error: unknown): Promise<void> {
    one.kill();
    try {
      if (closed || !mayBePassing(error) || order.lostBy !== undefined) throw error;
      current = await startOne();
      order.lostBy = error;
      if (order.request.kind === "collect") {
        order.request = { ...order.request, from: order.request.from ?? place };
      }
      for (const each of orders) pass(each);
    } catch (final) {
      closed = true;
      const reason = final instanceof Trouble ? failedAgain(environment, final) : final;
      for (const { reject } of orders.splice(0)) reject(reason);
    }
  }

  return {
    built: current.built,
    begin: (statistics) => give<ActorPlace>({ kind: "begin", statistics }, (begun) => begun),
    collect: (parameters, from, known) =>
      give<Collected>({ kind: "collect", parameters, from, known }, (collected) => collected.place),
    close() {
      closed = true;
      // perhaps one that is still being built in place of another
      newest.kill();
    },
  };
}

type OrderRequest = Exclude<ActorRequest, { readonly kind: "build" }>;

interface Order {
  request: OrderRequest;
  readonly deliver: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** What the process failed by that was at it, which is replaced only once. */
  lostBy?: unknown;
}

/** What an environment returned wrongly it would return again; an exception may have had a passing cause. */
const mayBePassing = (error: unknown): boolean =>
  error instanceof Trouble || (error as Partial<RunError>).code === "environment-failed";

function neverActed(environment: string, trouble: Trouble): RunError {
  return new RunError({
    code: trouble.code,
    message: `${trouble.message.slice(0, -1)} before it could act in "${environment}".`,
    fix: "Look at what the process printed, or train without overlap, which tells what goes wrong where it is loaded.",
    cause: trouble,
  });
}

function failedAgain(environment: string, trouble: Trouble): RunError {
  return new RunError({
    code: trouble.code,
    message: `${trouble.message.slice(0, -1)}, and so did the one that replaced it; it was acting in "${environment}".`,
    fix: "Step the environment in threads (actors: { threads: 1 }) to learn which copy and action it was; or allow steps more time (timeoutSeconds).",
    cause: trouble,
  });
}

function replaced(error: unknown, at: OrderRequest["kind"], restorable: boolean): string {
  const message = (error as Error).message;
  const again = at === "begin" ? "began again" : "collected its fragment again";
  const consequence =
    at === "begin" || restorable
      ? "nothing was lost"
      : "episodes that cannot be restored (see getState) were begun anew";
  return `${message.endsWith(".") ? message : `${message}.`} The process that acts was replaced, and ${again}; ${consequence}.`;
}
