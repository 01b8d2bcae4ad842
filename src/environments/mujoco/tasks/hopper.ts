import * as v from "valibot";
import { hopperModel } from "../models/index.js";
import { defineTask } from "../task.js";
import { flag, range, scale, weight } from "../task-options.js";
import { planarLocomotion } from "./planar-locomotion.js";

/** Hop along x without falling over. */
export const hopper = defineTask({
  metadata: { observationSize: 11, actionSize: 3, actionBound: 1, maxEpisodeSteps: 1000, rewardThreshold: 3800 },
  frameSkip: 4,
  options: v.strictObject({
    forwardRewardWeight: weight(1),
    ctrlCostWeight: weight(1e-3),
    healthyReward: weight(1),
    terminateWhenUnhealthy: flag(true),
    healthyStateRange: range(-100, 100),
    healthyZRange: range(0.7, Infinity),
    healthyAngleRange: range(-0.2, 0.2),
    resetNoiseScale: scale(5e-3),
    excludeCurrentPositionsFromObservation: flag(true),
  }),
  model: hopperModel,
  play(world, options) {
    const { data } = world;
    const inside = (value: number, [low, high]: readonly [number, number]) => low < value && value < high;
    const allInside = (values: Float64Array, from: number, interval: readonly [number, number]) => {
      for (let i = from; i < values.length; i++) if (!inside(values[i]!, interval)) return false;
      return true;
    };
    return planarLocomotion(world, options, {
      positions: 1,
      speedLimit: 10,
      health: {
        reward: options.healthyReward,
        terminates: options.terminateWhenUnhealthy,
        isHealthy: () =>
          inside(data.qpos[1]!, options.healthyZRange) &&
          inside(data.qpos[2]!, options.healthyAngleRange) &&
          allInside(data.qpos, 2, options.healthyStateRange) &&
          allInside(data.qvel, 0, options.healthyStateRange),
      },
    });
  },
});
