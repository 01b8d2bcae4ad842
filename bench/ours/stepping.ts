/** Steps copies of an environment with random actions, drawn beforehand, and no policy. */
import { createActions, findEnvironment, loadEnvironment, vectorize } from "proximal/environments";
import { createRandom } from "proximal/random";
import { median, report, settingsFromCommandLine } from "./report.js";

export interface SteppingSettings {
  readonly environment: string;
  readonly copies: number;
  /** Environment steps (all copies) per timed repeat. */
  readonly steps: number;
}

const repeats = 5;
const batchCount = 64;

const { environment, copies, steps } = settingsFromCommandLine<SteppingSettings>();
const definition = await loadEnvironment(findEnvironment(environment));
const random = createRandom(1);
const vector = vectorize(definition, copies, random.split("environment"));
const space = definition.actionSpace;
const batches = Array.from({ length: batchCount }, () =>
  createActions(space, copies).map(() => (space.kind === "discrete" ? random.integer(space.n) : random.uniform(-1, 1))),
);
const calls = Math.ceil(steps / copies);
const pass = () => {
  const started = performance.now();
  const usedBefore = process.cpuUsage();
  for (let i = 0; i < calls; i++) vector.step(batches[i % batchCount] as Int32Array);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(usedBefore);
  return { wall: (calls * copies) / seconds, processor: (calls * copies) / ((user + system) / 1e6) };
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
});
