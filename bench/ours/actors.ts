/** Trains on an environment of given cost with actors of given kind: steps/s of wall time after a warm-up. */
import { pathToFileURL } from "node:url";
import { type ActorsOptions, type EnvironmentDefinition, ppo, train } from "proximal";
import { report, settingsFromCommandLine } from "./report.js";

export interface ActorsBenchSettings {
  /** Of the environments. */
  readonly module: string;
  /** Of a step: 1, 10, 100 or 1000. */
  readonly microseconds: number;
  readonly actors: ActorsOptions;
  readonly copies: number;
  /** Steps per copy and iteration. */
  readonly steps: number;
  /** Timed for at least so long. */
  readonly seconds: number;
}

const { module, microseconds, actors, copies, steps, seconds } = settingsFromCommandLine<ActorsBenchSettings>();
const name = `busy${microseconds}`;
const exports = (await import(pathToFileURL(module).href)) as Readonly<Record<string, EnvironmentDefinition>>;
const run = train({
  environment: exports[name]!, // one for each cost
  module: `${module}#${name}`,
  algorithm: ppo({ nEnvs: copies, nSteps: steps, batchSize: 256, nEpochs: 4 }),
  evaluation: false,
  totalSteps: 1e9,
  actors,
});
const warmUp = 3;
let started = 0;
let atStart = 0;
for await (const { iteration, steps: done, time } of run) {
  if (iteration === warmUp) {
    started = performance.now();
    atStart = done;
  }
  const elapsed = (performance.now() - started) / 1000;
  if (iteration < warmUp + 3 || elapsed < seconds) continue;
  report({ microseconds, stepsPerSecond: (done - atStart) / elapsed, ...time });
  break;
}
