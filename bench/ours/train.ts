/**
 * Trains as a user would, without periodic evaluation, and reports speed and a final evaluation.
 *
 * stepsPerSecond counts rollouts, updates and reports; like the peers' it excludes start-up (modules, networks,
 * sessions) and the evaluation.
 */
import {
  type ActorsOptions,
  algorithmPreset,
  createAlgorithm,
  type PpoOptions,
  ppo,
  presetFor,
  type Report,
  train,
} from "proximal";
import { peakRssMegabytes, report, settingsFromCommandLine } from "./report.js";

export interface TrainSettings {
  readonly environment: string;
  readonly seed: number;
  /** Default: the preset's. */
  readonly totalSteps?: number;
  /** Default: the preset's. */
  readonly ppo?: PpoOptions;
  /** An algorithm by its name, with its preset for the environment. */
  readonly algorithm?: string;
  /** Changes to that preset. */
  readonly options?: object;
  /** The options are changes to the algorithm's defaults instead: presets may come to differ from what a peer is given. */
  readonly withoutPreset?: boolean;
  /** Metrics to be told of every iteration that has them. */
  readonly series?: readonly string[];
  /** Report how the mean return of the last 100 training episodes rose, as the peers do. */
  readonly curve?: boolean;
  /** Episodes of the final evaluation; default 100. */
  readonly episodes?: number;
  readonly actors?: ActorsOptions;
}

const settings = settingsFromCommandLine<TrainSettings>();
const { environment, seed, episodes = 100, series: names = [], actors } = settings;
const run = train({ environment, seed, evaluation: false, ...(actors && { actors }), ...what(settings) });
// Networks and sessions are made on first use; evaluating is a use that changes nothing in training.
await run.evaluate(1);
const startupSeconds = performance.now() / 1000;
const started = performance.now();
const cpuStarted = process.cpuUsage();
const series: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
const curve: (readonly number[])[] = [];
let last: Report | undefined;
for await (const report of run) {
  last = report;
  if (settings.curve && Number.isFinite(report.episodeReturn.mean)) {
    const { user, system } = process.cpuUsage(cpuStarted);
    const seconds = (performance.now() - started) / 1000;
    curve.push([report.steps, seconds, (user + system) / 1e6, report.episodeReturn.mean]);
  }
  for (const name of names) {
    const value = report.metrics[name];
    if (value !== undefined) series[name]?.push(value);
  }
}
const trainSeconds = (performance.now() - started) / 1000;
const cpu = process.cpuUsage(cpuStarted);
const trainCpuSeconds = (cpu.user + cpu.system) / 1e6;
const rssMegabytes = peakRssMegabytes();
const { mean, std } = await run.evaluate(episodes);
const steps = last?.steps ?? 0;
report({
  environment,
  seed,
  steps,
  trainSeconds,
  stepsPerSecond: steps / trainSeconds,
  trainCpuSeconds,
  stepsPerCpuSecond: steps / trainCpuSeconds,
  timeSplit: run.timeSplit,
  trainingReturn: last?.episodeReturn.mean,
  evaluation: { mean, std, episodes },
  ...(names.length > 0 && { series }),
  ...(settings.curve && { curve }),
  rssMegabytes,
  startupSeconds,
});

/** The algorithm and the number of steps, as far as they are not the environment's own preset. */
function what({ totalSteps, ppo: options, algorithm, options: changes, withoutPreset }: TrainSettings) {
  const steps = totalSteps !== undefined && { totalSteps };
  if (algorithm === undefined) return { ...steps, ...(options && { algorithm: ppo(options) }) };
  const preset = algorithmPreset(presetFor(environment), algorithm);
  return {
    totalSteps: preset.totalSteps,
    ...steps,
    algorithm: createAlgorithm(algorithm, { ...(!withoutPreset && preset.options), ...changes }),
  };
}
