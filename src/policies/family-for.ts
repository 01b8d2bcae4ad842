import {
  bernoulli,
  categorical,
  type DistributionFamily,
  diagonalGaussian,
  multiCategorical,
  squashed as squashedFamily,
  stateDependentExploration,
} from "../distributions/index.js";
import { UsageError } from "../errors.js";
import { type Box, describeSpace, type Space, sizeOf } from "../spaces/index.js";

/** How continuous actions are explored. */
export interface ExplorationOptions {
  /** Generalized state-dependent exploration (gSDE) instead of independent noise at every step; default false. */
  readonly stateDependent?: boolean;
  /** With gSDE: new noise every so many steps; default: once per rollout. */
  readonly samplePeriod?: number;
  /** Squash actions into the bounds by tanh instead of clipping them; default false. */
  readonly squashed?: boolean;
  /** A log standard deviation for every state, instead of one for all; not with gSDE. Default false. */
  readonly stateDependentStd?: boolean;
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
  const { stateDependent = false, samplePeriod, squashed = false, ...gaussian } = exploration;
  if (space.kind === "box") {
    const size = sizeOf(space);
    if (stateDependent && gaussian.stateDependentStd) {
      throw new UsageError({
        code: "unused-option",
        message: "exploration.stateDependent and exploration.stateDependentStd are both true.",
        fix: "Choose one: with gSDE the standard deviation follows from the features already.",
      });
    }
    const family = stateDependent
      ? stateDependentExploration(size, samplePeriod === undefined ? gaussian : { ...gaussian, samplePeriod })
      : diagonalGaussian(size, gaussian);
    if (!squashed) return family;
    requireBounds(space as Box);
    return squashedFamily(family);
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

/** Throws UsageError `unbounded-action-space` unless all elements have two bounds. */
function requireBounds({ low, high }: Box): void {
  const element = low.findIndex((bound, i) => !Number.isFinite(bound) || !Number.isFinite(high[i]));
  if (element < 0) return;
  throw new UsageError({
    code: "unbounded-action-space",
    message: `Actions cannot be squashed into bounds: element ${element} of the action space has the bounds [${low[element]}, ${high[element]}].`,
    fix: "Give every element of the action space a finite low and high.",
  });
}
