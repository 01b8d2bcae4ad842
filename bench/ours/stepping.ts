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
  for (let i = 0; i < calls; i++) vector.step(batches[i % batchCount] as Int32Array);
  return (calls * copies) / ((performance.now() - started) / 1000);
};
vector.reset();
pass();
report({ environment, copies, stepsPerSecond: median(Array.from({ length: repeats }, pass)) });
