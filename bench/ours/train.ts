/**
 * Trains as a user would, without periodic evaluation, and reports speed and a final evaluation.
 *
 * stepsPerSecond counts rollouts, updates and reports; like the peers' it excludes start-up (modules, networks,
 * sessions) and the evaluation.
 */
import { algorithmPreset, createAlgorithm, type PpoOptions, ppo, presetFor, type Report, train } from "proximal";
import { peakRssMegabytes, report, settingsFromCommandLine } from "./report.js";

export interface TrainSettings {
  readonly environment: string;
  readonly seed: number;
  /** Default: the preset's. */
  readonly totalSteps?: number;
  /** Default: the preset's. */
  readonly ppo?: PpoOptions;
  /** Another algorithm by its name; its options, default: the preset's. */
  readonly algorithm?: { readonly name: string; readonly options?: object };
  /** Episodes of the final evaluation; default 100. */
  readonly episodes?: number;
}

const {
  environment,
  seed,
  totalSteps,
  ppo: options,
  algorithm: other,
  episodes = 100,
} = settingsFromCommandLine<TrainSettings>();
const algorithm = other
  ? createAlgorithm(other.name, other.options ?? algorithmPreset(presetFor(environment), other.name).options)
  : options && ppo(options);
const run = train({
  environment,
  seed,
  evaluation: false,
  ...(totalSteps !== undefined && { totalSteps }),
  ...(algorithm && { algorithm }),
});
// Networks and sessions are made on first use; evaluating is a use that changes nothing in training.
await run.evaluate(1);
const startupSeconds = performance.now() / 1000;
const started = performance.now();
const cpuStarted = process.cpuUsage();
const last = (await run.finish()) as Report;
const trainSeconds = (performance.now() - started) / 1000;
const cpu = process.cpuUsage(cpuStarted);
const trainCpuSeconds = (cpu.user + cpu.system) / 1e6;
const rssMegabytes = peakRssMegabytes();
const { mean, std } = await run.evaluate(episodes);
report({
  environment,
  seed,
  steps: last.steps,
  trainSeconds,
  stepsPerSecond: last.steps / trainSeconds,
  trainCpuSeconds,
  stepsPerCpuSecond: last.steps / trainCpuSeconds,
  timeSplit: run.timeSplit,
  trainingReturn: last.episodeReturn.mean,
  evaluation: { mean, std, episodes },
  rssMegabytes,
  startupSeconds,
});
