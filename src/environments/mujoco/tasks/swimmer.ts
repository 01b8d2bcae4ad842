import * as v from "valibot";
import { swimmerModel } from "../models/index.js";
import { defineTask } from "../task.js";
import { flag, scale, weight } from "../task-options.js";
import { planarLocomotion } from "./planar-locomotion.js";

/** Swim along x; the episode never ends early. */
export const swimmer = defineTask({
  metadata: { observationSize: 8, actionSize: 2, actionBound: 1, maxEpisodeSteps: 1000, rewardThreshold: 360 },
  frameSkip: 4,
  options: v.strictObject({
    forwardRewardWeight: weight(1),
    ctrlCostWeight: weight(1e-4),
    resetNoiseScale: scale(0.1),
    excludeCurrentPositionsFromObservation: flag(true),
  }),
  model: swimmerModel,
  play: (world, options) => planarLocomotion(world, options, { positions: 2 }),
});
