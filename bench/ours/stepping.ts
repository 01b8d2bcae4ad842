/** Steps copies of an environment with random actions, drawn beforehand, and no policy. */
import { createActions, findEnvironment, loadEnvironment, vectorize } from "proximal/environments";
import { createRandom } from "proximal/random";
import { median, peakRssMegabytes, report, settingsFromCommandLine } from "./report.js";

export interface SteppingSettings {
  readonly environment: string;
  readonly copies: number;
  /** Environment steps (all copies) per timed repeat. */
  readonly steps?: number;
  /** Seconds per timed repeat instead. */
  readonly seconds?: number;
}

const repeats = 5;
const batchCount = 64;

const { environment, copies, steps = Infinity, seconds = Infinity } = settingsFromCommandLine<SteppingSettings>();
if (steps === Infinity && seconds === Infinity) throw new Error("how many steps or seconds?");
const definition = await loadEnvironment(findEnvironment(environment));
const random = createRandom(1);
const vector = vectorize(definition, copies, random.split("environment"));
const space = definition.actionSpace;
const batches = Array.from({ length: batchCount }, () => createActions(space, copies).map((_, i) => randomAction(i)));
const pass = () => {
  const started = performance.now();
  const usedBefore = process.cpuUsage();
  let calls = 0;
  let elapsed = 0;
  while (calls * copies < steps && elapsed < seconds) {
    vector.step(batches[calls % batchCount] as Int32Array);
    if (++calls % batchCount === 0) elapsed = (performance.now() - started) / 1000;
  }
  elapsed = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(usedBefore);
  return { wall: (calls * copies) / elapsed, processor: (calls * copies) / ((user + system) / 1e6) };
};
vector.reset();
pass();
const rates = Array.from({ length: repeats }, pass);
report({
  environment,
  copies,
  stepsPerSecond: median(rates.map(({ wall }) => wall)),
  // what a machine that others use as well does not slow down
  stepsPerProcessorSecond: median(rates.map(({ processor }) => processor)),
  rssMegabytes: peakRssMegabytes(),
});

/** Evenly over what is allowed; where there are no bounds, from -1 to 1. */
function randomAction(index: number): number {
  if (space.kind === "discrete") return random.integer(space.n);
  if (space.kind !== "box") throw new Error(`stepping cannot draw actions of a ${space.kind} space`);
  const [low = -1, high = 1] = [space.low, space.high].map((bounds) => bounds[index % bounds.length]);
  return Number.isFinite(high - low) ? random.uniform(low, high) : random.uniform(-1, 1);
}
