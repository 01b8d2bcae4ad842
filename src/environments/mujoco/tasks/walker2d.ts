import * as v from "valibot";
import { walker2dModel } from "../models/index.js";
import { defineTask } from "../task.js";
import { flag, range, scale, weight } from "../task-options.js";
import { planarLocomotion } from "./planar-locomotion.js";

/** Walk along x without falling over. */
export const walker2d = defineTask({
  metadata: { observationSize: 17, actionSize: 6, actionBound: 1, maxEpisodeSteps: 1000 },
  frameSkip: 4,
  options: v.strictObject({
    forwardRewardWeight: weight(1),
    ctrlCostWeight: weight(1e-3),
    healthyReward: weight(1),
    terminateWhenUnhealthy: flag(true),
    healthyZRange: range(0.8, 2),
    healthyAngleRange: range(-1, 1),
    resetNoiseScale: scale(5e-3),
    excludeCurrentPositionsFromObservation: flag(true),
  }),
  model: walker2dModel,
  play(world, options) {
    const { data } = world;
    const [lowest, highest] = options.healthyZRange;
    const [back, ahead] = options.healthyAngleRange;
    return planarLocomotion(world, options, {
      positions: 1,
      speedLimit: 10,
      health: {
        reward: options.healthyReward,
        terminates: options.terminateWhenUnhealthy,
        isHealthy() {
          const { qpos } = data;
          return lowest < qpos[1]! && qpos[1]! < highest && back < qpos[2]! && qpos[2]! < ahead;
        },
      },
    });
  },
});
