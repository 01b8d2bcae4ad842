import {
  bernoulli,
  categorical,
  type DistributionFamily,
  diagonalGaussian,
  multiCategorical,
  stateDependentExploration,
} from "../distributions/index.js";
import { UsageError } from "../errors.js";
import { describeSpace, type Space, sizeOf } from "../spaces/index.js";

/** How continuous actions are explored. */
export interface ExplorationOptions {
  /** Generalized state-dependent exploration (gSDE) instead of independent noise at every step; default false. */
  readonly stateDependent?: boolean;
  /** With gSDE: new noise every so many steps; default: once per rollout. */
  readonly samplePeriod?: number;
  /** Initial log standard deviation; default 0. */
  readonly initialLogStd?: number;
  /** Default [−20, 2]. */
  readonly logStdRange?: readonly [number, number];
}

/** The distributions that suit an action space. Throws a UsageError where there are none, or for options that they have no use for. */
export function familyFor(space: Space, exploration: ExplorationOptions): DistributionFamily {
  const chosen = choiceFamily(space);
  if (chosen) {
    const [unused] = Object.keys(exploration);
    if (unused === undefined) return chosen;
    throw new UsageError({
      code: "unused-option",
      message: `The option exploration.${unused} is for continuous actions, but the action space is ${describeSpace(space)}.`,
      fix: "Leave exploration out: actions that are chosen are explored by sampling.",
    });
  }
  const { stateDependent = false, samplePeriod, ...gaussian } = exploration;
  if (space.kind === "box") {
    const size = sizeOf(space);
    if (!stateDependent) return diagonalGaussian(size, gaussian);
    return stateDependentExploration(size, samplePeriod === undefined ? gaussian : { ...gaussian, samplePeriod });
  }
  throw new UsageError({
    code: "unsupported-action-space",
    message: `There is no policy for the action space ${describeSpace(space)}.`,
    fix: "Use one box, discrete, multiDiscrete or multiBinary space that holds all parts of the action.",
  });
}

function choiceFamily(space: Space): DistributionFamily | undefined {
  switch (space.kind) {
    case "discrete":
      return categorical(space.n);
    case "multi-discrete":
      return multiCategorical(space.nvec);
    case "multi-binary":
      return bernoulli(space.n);
    default:
      return undefined;
  }
}
