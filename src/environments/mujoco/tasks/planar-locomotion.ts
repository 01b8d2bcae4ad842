import { addNormal, addUniform, sumOfSquares, type TaskRules, type World, write, writeClipped } from "../task.js";

/** What running along x is rewarded with, whatever runs. */
export interface PlanarLocomotion {
  readonly forwardRewardWeight: number;
  readonly ctrlCostWeight: number;
  readonly resetNoiseScale: number;
  readonly excludeCurrentPositionsFromObservation: boolean;
}

export interface PlanarRules {
  /** Leading positions that the observation leaves out, because the task does not depend on them. */
  readonly positions: number;
  /** Speeds are observed within ± this. */
  readonly speedLimit?: number;
  /** Velocities start with normal instead of uniform noise. */
  readonly normalVelocities?: boolean;
  readonly health?: {
    readonly reward: number;
    readonly terminates: boolean;
    readonly isHealthy: () => boolean;
  };
}

/** reward = weight · Δx/Δt + healthy reward − cost · Σ action². The runner's x is its first position. */
export function planarLocomotion(
  { model, data, seconds }: World,
  options: PlanarLocomotion,
  { positions, speedLimit = Infinity, normalVelocities = false, health }: PlanarRules,
): TaskRules {
  const { nq, nv, nu } = model.sizes;
  const { forwardRewardWeight, ctrlCostWeight, resetNoiseScale } = options;
  const skipped = options.excludeCurrentPositionsFromObservation ? positions : 0;
  return {
    observationSize: nq - skipped + nv,
    carriedSize: 1,
    needsBodyForces: false,
    start(random) {
      addUniform(data.qpos, resetNoiseScale, random);
      (normalVelocities ? addNormal : addUniform)(data.qvel, resetNoiseScale, random);
    },
    carry(carried, offset) {
      carried[offset] = data.qpos[0]!;
    },
    observe(observation, offset) {
      const next = write(observation, offset, data.qpos, skipped);
      writeClipped(observation, next, data.qvel, -speedLimit, speedLimit);
    },
    reward(actions, actionOffset, carried, offset) {
      const speed = (data.qpos[0]! - carried[offset]!) / seconds;
      const healthy = health?.isHealthy() ? health.reward : 0;
      return forwardRewardWeight * speed + healthy - ctrlCostWeight * sumOfSquares(actions, actionOffset, nu);
    },
    isTerminal: () => health?.terminates === true && !health.isHealthy(),
  };
}
