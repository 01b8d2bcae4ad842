import * as v from "valibot";
import { halfCheetahModel } from "../models/index.js";
import { defineTask } from "../task.js";
import { flag, scale, weight } from "../task-options.js";
import { planarLocomotion } from "./planar-locomotion.js";

/** Run as fast as possible; the episode never ends early. */
export const halfCheetah = defineTask({
  metadata: { observationSize: 17, actionSize: 6, actionBound: 1, maxEpisodeSteps: 1000, rewardThreshold: 4800 },
  frameSkip: 5,
  options: v.strictObject({
    forwardRewardWeight: weight(1),
    ctrlCostWeight: weight(0.1),
    resetNoiseScale: scale(0.1),
    excludeCurrentPositionsFromObservation: flag(true),
  }),
  model: halfCheetahModel,
  play: (world, options) => planarLocomotion(world, options, { positions: 1, normalVelocities: true }),
});
