import {
  categorical,
  type DistributionFamily,
  diagonalGaussian,
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
  if (space.kind === "discrete") {
    const [unused] = Object.keys(exploration);
    if (unused === undefined) return categorical(space.n);
    throw new UsageError({
      code: "unused-option",
      message: `The option exploration.${unused} is for continuous actions, but the action space is ${describeSpace(space)}.`,
      fix: "Leave exploration out: discrete actions are explored by sampling.",
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
    fix: "Use a Discrete or a Box action space.",
  });
}
