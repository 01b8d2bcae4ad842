import { RunError, UsageError } from "../../errors.js";
import { createRandom } from "../../random/index.js";
import { flattenInto, type Space, sizeOf, type ValueOf } from "../../spaces/index.js";
import { asEnvironment } from "../as-environment.js";
import { requireResult, requireSynchronous } from "../contract.js";
import type { Environment, EnvironmentDefinition } from "../environment.js";

/** One recorded episode, or part of one: `observations[t]`, `rewards[t]` … are what `step(actions[t])` returned. */
export interface Trajectory {
  /** The environment's internal state before the first action. */
  readonly initialState: readonly number[];
  readonly actions: readonly (number | readonly number[])[];
  readonly observations: readonly (number | readonly number[])[];
  readonly rewards: readonly number[];
  readonly terminated: readonly boolean[];
  readonly truncated?: readonly boolean[];
}

export interface ReplayOptions {
  /**
   * Puts a freshly reset environment into a recorded start state. Default: `environment.setState(initialState)`, which
   * environments of `dynamics` understand; one made by `create` may accept such an array in its own setState, or needs this.
   */
  readonly start?: (environment: Environment<ValueOf<Space>, ValueOf<Space>>, initialState: readonly number[]) => void;
}

export interface ReplayReport {
  readonly trajectories: number;
  /** Largest difference of any element, relative to what was recorded where that is above 1; NaN if something was not finite. */
  readonly maxObservationError: number;
  /** Largest absolute difference. */
  readonly maxRewardError: number;
  /** Steps whose `terminated`, or recorded `truncated`, differs. */
  readonly terminationMismatches: number;
}

function defaultStart(environment: Environment<ValueOf<Space>, ValueOf<Space>>, initialState: readonly number[]): void {
  environment.setState?.([...initialState]);
}

/**
 * Steps an environment through recorded trajectories. Throws RunError `no-start-state` if it cannot be put into a state,
 * UsageError `no-trajectories` if not a single step is recorded, for that would compare nothing.
 */
export function replayGolden(
  definition: EnvironmentDefinition,
  trajectories: readonly Trajectory[],
  { start }: ReplayOptions = {},
): ReplayReport {
  if (!trajectories.some(({ actions }) => actions.length > 0)) {
    throw new UsageError({
      code: "no-trajectories",
      message: `There is no recorded step to compare environment "${definition.id}" with.`,
      fix: "Give at least one trajectory with actions, or leave the comparison out.",
    });
  }
  const space = definition.observationSpace;
  const observation = new Float32Array(sizeOf(space));
  let maxObservationError = 0;
  let maxRewardError = 0;
  let terminationMismatches = 0;

  for (const trajectory of trajectories) {
    const environment = asEnvironment(definition, createRandom(0));
    if (start === undefined && environment.setState === undefined) {
      throw new RunError({
        code: "no-start-state",
        message: `Environment "${definition.id}" cannot be put into a recorded state.`,
        fix: "Give it setState, or pass replayGolden a start function.",
      });
    }
    requireSynchronous(definition.id, "reset", environment.reset());
    (start ?? defaultStart)(environment, trajectory.initialState);
    trajectory.actions.forEach((action, t) => {
      const result = environment.step(toAction(definition.actionSpace, action));
      requireResult(definition.id, result);
      flattenInto(space, result.observation, observation);
      const recorded = trajectory.observations[t]!;
      const expected = typeof recorded === "number" ? [recorded] : recorded;
      // Math.max keeps a NaN once it has seen one
      observation.forEach((value, i) => {
        maxObservationError = Math.max(maxObservationError, difference(value, expected[i] ?? Number.NaN));
      });
      maxRewardError = Math.max(maxRewardError, Math.abs(result.reward - trajectory.rewards[t]!));
      const truncated = result.truncated ?? t + 1 >= (definition.maxEpisodeSteps ?? Infinity);
      const sameTruncation = trajectory.truncated === undefined || trajectory.truncated[t] === truncated;
      if (result.terminated !== trajectory.terminated[t] || !sameTruncation) terminationMismatches++;
    });
    environment.close?.();
  }
  return { trajectories: trajectories.length, maxObservationError, maxRewardError, terminationMismatches };
}

/** Observations are float32, so large numbers can only be compared by their leading digits. */
const difference = (value: number, recorded: number) => Math.abs(value - recorded) / Math.max(1, Math.abs(recorded));

function toAction(space: Space, action: number | readonly number[]): ValueOf<Space> {
  if (space.kind === "discrete") return (action as number) + space.start;
  const values = typeof action === "number" ? [action] : action;
  return space.kind === "box" ? Float32Array.from(values) : Int32Array.from(values);
}
