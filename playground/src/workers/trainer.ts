// Trains one experiment, from its first iteration to its last. The page ends this worker to begin another.
import { type ObservedSamples, type Report, type TrainingRun, train } from "proximal";
import { algorithmOf, type Experiment, problemOf } from "../experiment.js";
import type { FromTrainer, Movement, Samples, ToTrainer } from "../messages.js";
import { type Measured, rowsOf } from "../rows.js";
import { tabularTask } from "../tabular.js";
import { environmentOf } from "../tasks.js";

/** Milliseconds between messages to the page: often enough to look alive, seldom enough to leave it its time. */
const BETWEEN_MESSAGES = 150;
/** The policy as a file costs more, to make and to load. */
const BETWEEN_POLICIES = 1000;

const tell = (message: FromTrainer, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

let run: TrainingRun | undefined;
let iterator: AsyncGenerator<Report, void, void> | undefined;
let experiment: Experiment | undefined;
let iterationsAllowed = 0;
let looping = false;
/** Iterations so far. */
let done = 0;
let last: ObservedSamples | undefined;
let untold: Measured[] = [];
let told = 0;
let published = 0;

self.addEventListener("message", ({ data }: MessageEvent<ToTrainer>) => {
  if (data.kind === "begin") begin(data.experiment);
  else if (data.kind === "policy") publish(true);
  else {
    iterationsAllowed = data.kind === "run" ? Number.POSITIVE_INFINITY : data.kind === "step" ? 1 : 0;
    if (iterationsAllowed > 0 && !looping) void loop();
    else if (!looping) tell({ kind: "paused" });
  }
});

function begin(next: Experiment): void {
  try {
    experiment = next;
    run = train({
      environment: environmentOf(next.environment),
      algorithm: algorithmOf(next),
      seed: next.seed,
      totalSteps: next.totalSteps,
      ...(next.until !== undefined && { until: next.until }),
      // Copied when it is shown, not before: most minibatches are not.
      observe: (samples) => {
        last = samples;
      },
    });
    iterator = run[Symbol.asyncIterator]();
    tell({ kind: "ready" });
  } catch (error) {
    tell({ kind: "failed", problem: problemOf(error) });
  }
}

async function loop(): Promise<void> {
  looping = true;
  try {
    while (iterationsAllowed > 0 && iterator && run && experiment) {
      iterationsAllowed--;
      // The exact figures are about one iteration, the last before a message.
      const stopsThen = iterationsAllowed === 0 || done + 1 === experiment.pauseAt;
      const before = isTabular() && (stopsThen || isDue()) ? await logits() : undefined;
      last = undefined;
      const { value: report, done: ended } = await iterator.next();
      if (ended) {
        inform(undefined);
        publish(false);
        tell({ kind: "finished", reached: run.reachedUntil === true });
        return;
      }
      const { iteration, steps, metrics } = report;
      done = iteration;
      untold.push({ steps, metrics });
      if (stopsThen) iterationsAllowed = 0;
      if (before) inform({ iteration, before, after: (await logits()) as Float32Array });
      else if (stopsThen || isDue()) inform(undefined);
      if (performance.now() - published > BETWEEN_POLICIES || iterationsAllowed === 0) publish(false);
      await breath();
    }
    inform(undefined);
    tell({ kind: "paused" });
  } catch (error) {
    inform(undefined);
    tell({ kind: "failed", problem: problemOf(error) });
  } finally {
    looping = false;
  }
}

/** Lets messages of the page arrive; a timer would wait for milliseconds. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

function publish(asked: boolean): void {
  if (!run || run.stepsDone === 0) return;
  const bytes = run.policy.toOnnx().slice();
  published = performance.now();
  tell({ kind: "policy", bytes, asked }, [bytes.buffer]);
}

const isTabular = () => run !== undefined && run.stepsDone > 0 && tabularTask(run.environment.id) !== undefined;

const isDue = () => performance.now() - told > BETWEEN_MESSAGES;

/** Tells all that is new. */
function inform(movement: Movement | undefined): void {
  if (untold.length === 0) return;
  const rows = rowsOf(untold);
  const samples = copied(last);
  untold = [];
  told = performance.now();
  const arrays = [rows.steps, rows.values, samples?.logRatios, samples?.advantages];
  tell(
    { kind: "progress", progress: { rows, samples, movement } },
    arrays.flatMap((array) => (array ? [array.buffer as ArrayBuffer] : [])),
  );
}

/** Later updates overwrite what was observed. */
function copied(samples: ObservedSamples | undefined): Samples | undefined {
  if (!samples) return undefined;
  const { logRatios, advantages, clipRange } = samples;
  return { logRatios: logRatios.slice(), advantages: advantages.slice(), clipRange };
}

/** The policy's logits in every state of a tabular process: [state, action]. */
async function logits(): Promise<Float32Array | undefined> {
  const states = tabularTask(run?.environment.id ?? "")?.mdp.states;
  if (!run || states === undefined) return undefined;
  const { policy } = run;
  const everyState = new Float32Array(states * states);
  for (let s = 0; s < states; s++) everyState[s * states + s] = 1;
  const { distribution } = await policy.viewBatch(everyState);
  await policy.release();
  return distribution;
}
