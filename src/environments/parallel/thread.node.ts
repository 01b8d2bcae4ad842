import { type MessagePort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { createRandom } from "../../random/index.js";
import type { Snapshot, VectorEnvironment } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import { vectorizePart } from "../vectorize.js";
import { findSource } from "./find-source.node.js";
import {
  ANSWERED,
  type Answer,
  ASKED,
  DONE,
  DONE_AND_TOLD,
  ENDED,
  type EpisodeFigures,
  FAILED,
  type Loaded,
  OUTCOME,
  REQUESTED,
  type Request,
  RUNNING,
  STEP,
  sendError,
} from "./protocol.js";
import { type SharedMemory, shareMemory } from "./shared-memory.js";
import { waitForChange } from "./wait-for-change.js";

/** What the owner gives a thread to begin with. */
export interface ThreadData {
  readonly control: SharedArrayBuffer;
  readonly port: MessagePort;
}

const data = workerData as ThreadData;
const { port } = data;
const control = new Int32Array(data.control);
let vector: VectorEnvironment | undefined;
let memory: SharedMemory | undefined;
let actions: Int32Array | Float32Array = new Int32Array(0);
let firstCopy = 0;
let open = true;

// The owner sleeps while it waits and would hear of an end in no other way.
process.on("exit", () => {
  if (open) answer(ENDED);
});

while (open) {
  const asked = Atomics.load(control, ANSWERED);
  waitForChange(control, REQUESTED, asked, Infinity);
  try {
    if (control[ASKED] === STEP) {
      step();
      const result = figuresOfEnded();
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
  switch (request.kind) {
    case "load":
      return load(request);
    case "reset":
      vector!.reset();
      return publish();
    case "getState":
      return vector!.getState();
    case "setState":
      vector!.setState(request.state);
      return publish();
    case "replay":
      for (const batch of request.actions) vector!.step(batch);
      return publish();
    case "close":
      open = false;
      vector?.close();
      return undefined;
  }
}

async function load(request: Request & { readonly kind: "load" }): Promise<Loaded> {
  const { source, count } = request;
  const definition = await loadEnvironment(await findSource(source));
  const random = createRandom(0);
  random.setState(request.random);
  vector?.close();
  firstCopy = request.firstCopy;
  vector = vectorizePart(definition, count, random, {
    firstCopy,
    running: control.subarray(RUNNING, RUNNING + 1),
    training: true,
  });
  memory = shareMemory(definition, count, request.memory);
  // an environment that keeps its action must not see it change
  actions = definition.actionSpace.kind === "box" ? new Float32Array(memory.actions) : new Int32Array(memory.actions);
  return { masked: vector.actionMasks !== undefined, restorable: vector.restorable };
}

function step(): void {
  const started = performance.now();
  actions.set(memory!.actions);
  vector!.step(actions);
  publish();
  memory!.busy[0]! += performance.now() - started;
}

/** What the episodes that ended in the last step tell beside return and length, if any does. */
function figuresOfEnded(): EpisodeFigures | undefined {
  const { finishedEpisodes } = vector!;
  let told: Record<number, NonNullable<EpisodeFigures[number]>> | undefined;
  for (const { copy, figures } of finishedEpisodes) {
    if (figures === undefined) continue;
    told ??= {};
    told[copy - firstCopy] = figures;
  }
  return told;
}

/** Lets the owner see what the copies show. */
function publish(): undefined {
  const from = vector!;
  const to = memory!;
  to.observations.set(from.observations);
  to.finalObservations.set(from.finalObservations);
  to.rewards.set(from.rewards);
  to.terminated.set(from.terminated);
  to.truncated.set(from.truncated);
  if (from.actionMasks) to.actionMasks.set(from.actionMasks);
  for (const { copy, episodeReturn, length } of from.finishedEpisodes) {
    const own = copy - firstCopy;
    to.episodeReturns[own] = episodeReturn;
    to.episodeLengths[own] = length;
  }
}
