import { type Schedule, scheduledValue } from "proximal";
import { algorithmOf, type Experiment } from "../experiment.js";
import type { History } from "../history.js";

/** How far each update moved the policy, over steps: columns with a gap where it was not measured. */
export interface RegionFigures {
  readonly steps: readonly (number | null)[];
  readonly meanKl: readonly (number | null)[];
  readonly largestKl: readonly (number | null)[];
  /** What the algorithm held the mean to. */
  readonly limit: readonly number[] | undefined;
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
  return { steps, meanKl, largestKl, limit: limitsOf(experiment, steps), steering };
}

function limitsOf(experiment: Experiment, steps: readonly (number | null)[]): readonly number[] | undefined {
  try {
    const { targetKl, desiredKl, nEnvs, nSteps } = algorithmOf(experiment).options;
    const limit = (targetKl ?? desiredKl) as Schedule | null | undefined;
    if (limit === null || limit === undefined) return undefined;
    // An update begins a batch before the step that it is told at.
    const batch = Number(nEnvs) * Number(nSteps) || 0;
    return steps.map((step) => scheduledValue(limit, Math.max(0, (step ?? 0) - batch) / experiment.totalSteps));
  } catch {
    return undefined;
  }
}
