// Trains one experiment, from its first iteration to its last. The page ends this worker to begin another.
import { type ObservedSamples, type Report, type TrainingRun, train } from "proximal";
import { algorithmOf, type Experiment, problemOf } from "../experiment.js";
import type { FromTrainer, Movement, Samples, ToTrainer } from "../messages.js";
import { tabularTask } from "../tabular.js";
import { environmentOf } from "../tasks.js";

/** Milliseconds between what costs more than a message: the policy as a file, samples, exact figures. */
const PAUSE_BETWEEN_POLICIES = 500;
const PAUSE_BETWEEN_SAMPLES = 80;
const PAUSE_BETWEEN_MOVEMENTS = 250;
const SHOWN_SAMPLES = 400;

const tell = (message: FromTrainer, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

let run: TrainingRun | undefined;
let iterator: AsyncGenerator<Report, void, void> | undefined;
let experiment: Experiment | undefined;
let iterationsAllowed = 0;
let looping = false;
let last: ObservedSamples | undefined;
let sampled = 0;
let moved = 0;
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
      const before = movementIsDue() ? await logits() : undefined;
      last = undefined;
      const { value: report, done } = await iterator.next();
      if (done) {
        publish(false);
        tell({ kind: "finished", reached: run.reachedUntil === true });
        return;
      }
      const samples =
        performance.now() - sampled > PAUSE_BETWEEN_SAMPLES || iterationsAllowed === 0 ? pick(last) : undefined;
      let movement: Movement | undefined;
      if (before) {
        movement = { before, after: (await logits()) as Float32Array };
        moved = performance.now();
      }
      const { iteration, steps, metrics, evaluation } = report;
      tell({ kind: "progress", progress: { iteration, steps, metrics, evaluation, samples, movement } });
      if (iteration === experiment.pauseAt) iterationsAllowed = 0;
      if (performance.now() - published > PAUSE_BETWEEN_POLICIES || iterationsAllowed === 0) publish(false);
      await breath();
    }
    tell({ kind: "paused" });
  } catch (error) {
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

const movementIsDue = () =>
  run !== undefined &&
  run.stepsDone > 0 &&
  tabularTask(run.environment.id) !== undefined &&
  (performance.now() - moved > PAUSE_BETWEEN_MOVEMENTS || iterationsAllowed === 0);

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

/** Evenly spaced ones, if there are too many to draw. */
function pick(samples: ObservedSamples | undefined): Samples | undefined {
  if (!samples) return undefined;
  sampled = performance.now();
  const { logRatios, advantages, clipRange } = samples;
  const count = logRatios.length;
  const shown = Math.min(count, SHOWN_SAMPLES);
  const ratios = new Float32Array(shown);
  const chosen = new Float32Array(shown);
  for (let i = 0; i < shown; i++) {
    const row = Math.floor((i * count) / shown);
    ratios[i] = Math.exp(logRatios[row] as number);
    chosen[i] = advantages[row] as number;
  }
  const largest = logRatios.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let [total, squares] = [0, 0];
  for (const value of logRatios) {
    const relative = Math.exp(value - largest);
    total += relative;
    squares += relative * relative;
  }
  return { ratios, advantages: chosen, clipRange, count, effective: (total * total) / squares };
}
