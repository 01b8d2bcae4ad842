import { type MessagePort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { Snapshot } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import { createBriefLook } from "./brief-look.js";
import { findSource } from "./find-source.node.js";
import {
  ANSWERED,
  type Answer,
  ASKED,
  DONE,
  DONE_AND_TOLD,
  ENDED,
  FAILED,
  type Loaded,
  OUTCOME,
  REQUESTED,
  type Request,
  RUNNING,
  STEP,
  sendError,
} from "./protocol.js";
import { createSharedCopies } from "./shared-copies.js";
import { createWaiter } from "./wait-for-change.js";

/** What the owner gives a thread to begin with. */
export interface ThreadData {
  readonly control: SharedArrayBuffer;
  readonly port: MessagePort;
  /** Whether it may look for requests before it sleeps. */
  readonly looks: boolean;
}

const data = workerData as ThreadData;
const { port } = data;
const control = new Int32Array(data.control);
const copies = createSharedCopies(control.subarray(RUNNING, RUNNING + 1));
const waitForRequest = createWaiter(control, REQUESTED, data.looks ? createBriefLook() : undefined);
let open = true;

// The owner sleeps while it waits and would hear of an end in no other way.
process.on("exit", () => {
  if (open) answer(ENDED);
});

while (open) {
  waitForRequest(Atomics.load(control, ANSWERED), Infinity);
  try {
    if (control[ASKED] === STEP) {
      const result = copies.step();
      if (result) port.postMessage({ result } satisfies Answer);
      answer(result ? DONE_AND_TOLD : DONE);
    } else {
      const result = await handle(receiveMessageOnPort(port)!.message as Request);
      port.postMessage({ result } satisfies Answer);
      answer(DONE);
    }
  } catch (error) {
    port.postMessage({ error: sendError(error) } satisfies Answer);
    answer(FAILED);
  }
}
port.close();

function answer(outcome: number): void {
  control[OUTCOME] = outcome;
  Atomics.store(control, ANSWERED, Atomics.load(control, REQUESTED));
  Atomics.notify(control, ANSWERED);
}

async function handle(request: Request): Promise<Loaded | Snapshot | undefined> {
  if (request.kind === "load") return copies.load(await loadEnvironment(await findSource(request.source)), request);
  if (request.kind === "close") open = false;
  return copies.answer(request);
}
