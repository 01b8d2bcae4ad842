import { algorithmOf, type Experiment } from "../experiment.js";
import type { History } from "../history.js";

/** How far each update moved the policy, over steps: columns with a gap where it was not measured. */
export interface RegionFigures {
  readonly steps: readonly (number | null)[];
  readonly meanKl: readonly (number | null)[];
  readonly largestKl: readonly (number | null)[];
  /** What the algorithm holds the mean to. */
  readonly limit: number | undefined;
  /** What it steers by: a multiplier, a penalty, a step length, … */
  readonly steering: readonly (number | null)[];
}

/** The metric that each algorithm steers its distance by. */
const steeringMetric = (algorithm: string): string =>
  ({
    "ppo-lagrangian": "trust_region/lambda",
    "ppo-kl": "trust_region/beta",
    trpo: "trust_region/step_length",
    npg: "trust_region/step_length",
    ppo: "charts/clip_range",
  })[algorithm] ?? "charts/learning_rate";

export function regionFigures(history: History, experiment: Experiment): RegionFigures {
  const [steps = [], meanKl = [], largestKl = [], steering = []] = history.columns([
    "losses/kl",
    "losses/kl_max",
    steeringMetric(experiment.algorithm),
  ]);
  return { steps, meanKl, largestKl, limit: limitOf(experiment), steering };
}

function limitOf(experiment: Experiment): number | undefined {
  try {
    const { targetKl, desiredKl } = algorithmOf(experiment).options;
    const limit = targetKl ?? desiredKl;
    return typeof limit === "number" ? limit : undefined;
  } catch {
    return undefined;
  }
}
