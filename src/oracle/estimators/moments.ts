import type { TabularMdp } from "../mdp.js";
import type { TabularPolicy } from "../policy.js";
import { type Trajectory, trajectories } from "../trajectories.js";

/** What an estimator makes of one trajectory: an estimate of ∇J, [state, action]. */
export type GradientEstimator = (trajectory: Trajectory) => Float64Array;

/** Exact expectation and variance of an estimate. */
export interface Moments {
  /** [state, action] */
  readonly mean: Float64Array;
  /** E‖ĝ − E ĝ‖²: summed over all components */
  readonly variance: number;
}

/** The exact moments of an estimate from one trajectory of `behavior`, by enumeration of all of them. */
export function momentsOf(mdp: TabularMdp, behavior: TabularPolicy, estimator: GradientEstimator): Moments {
  const moments = new MomentSum(mdp.states * mdp.actions);
  for (const trajectory of trajectories(mdp, behavior)) moments.add(trajectory.probability, estimator(trajectory));
  return moments.result();
}

/** ‖E ĝ − ∇J‖ */
export function biasOf({ mean }: Moments, truth: Float64Array): number {
  return Math.sqrt(mean.reduce((total, value, i) => total + (value - truth[i]!) ** 2, 0));
}

/** Adds up weighted vectors and their squares. */
export class MomentSum {
  private readonly mean: Float64Array;
  private squares = 0;

  constructor(size: number) {
    this.mean = new Float64Array(size);
  }

  add(probability: number, estimate: Float64Array): void {
    for (let i = 0; i < estimate.length; i++) {
      this.mean[i]! += probability * estimate[i]!;
      this.squares += probability * estimate[i]! ** 2;
    }
  }

  result(): Moments {
    const variance = this.mean.reduce((rest, value) => rest - value ** 2, this.squares);
    return { mean: this.mean.slice(), variance: Math.max(0, variance) };
  }
}
