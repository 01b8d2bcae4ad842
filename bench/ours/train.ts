/**
 * Trains as a user would, without periodic evaluation, and reports speed and a final evaluation.
 *
 * stepsPerSecond counts rollouts, updates and reports; like the peers' it excludes start-up (modules, networks,
 * sessions) and the evaluation.
 */
import { type PpoOptions, ppo, type Report, train } from "proximal";
import { peakRssMegabytes, report, settingsFromCommandLine } from "./report.js";

export interface TrainSettings {
  readonly environment: string;
  readonly seed: number;
  /** Default: the preset's. */
  readonly totalSteps?: number;
  /** Default: the preset's. */
  readonly ppo?: PpoOptions;
  /** Episodes of the final evaluation; default 100. */
  readonly episodes?: number;
}

const { environment, seed, totalSteps, ppo: options, episodes = 100 } = settingsFromCommandLine<TrainSettings>();
const run = train({
  environment,
  seed,
  evaluation: false,
  ...(totalSteps !== undefined && { totalSteps }),
  ...(options && { algorithm: ppo(options) }),
});
// Networks and sessions are made on first use; evaluating is a use that changes nothing in training.
await run.evaluate(1);
const startupSeconds = performance.now() / 1000;
const started = performance.now();
const last = (await run.finish()) as Report;
const trainSeconds = (performance.now() - started) / 1000;
const rssMegabytes = peakRssMegabytes();
const { mean, std } = await run.evaluate(episodes);
report({
  environment,
  seed,
  steps: last.steps,
  trainSeconds,
  stepsPerSecond: last.steps / trainSeconds,
  timeSplit: run.timeSplit,
  trainingReturn: last.episodeReturn.mean,
  evaluation: { mean, std, episodes },
  rssMegabytes,
  startupSeconds,
});
