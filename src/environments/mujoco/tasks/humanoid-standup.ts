import * as v from "valibot";
import { humanoidStandupModel } from "../models/index.js";
import { clip, defineTask, sumOfSquares } from "../task.js";
import { range, weight } from "../task-options.js";
import { humanoidObservation, humanoidObservationOptions } from "./humanoid-observation.js";

/** Get up from the ground; the episode never ends early. */
export const humanoidStandup = defineTask({
  metadata: { observationSize: 348, actionSize: 17, actionBound: 0.4, maxEpisodeSteps: 1000 },
  frameSkip: 5,
  options: v.strictObject({
    uphCostWeight: weight(1),
    ctrlCostWeight: weight(0.1),
    impactCostWeight: weight(0.5e-6),
    impactCostRange: range(-Infinity, 10),
    ...humanoidObservationOptions,
  }),
  model: humanoidStandupModel,
  play(world, options) {
    const { model, data } = world;
    const { nu } = model.sizes;
    return {
      ...humanoidObservation(world, options),
      carriedSize: 0,
      carry() {},
      // Height over one simulation step's seconds, as in Gymnasium, which accepts uph_cost_weight and ignores it.
      reward(actions, actionOffset) {
        const { cfrc_ext } = data;
        const impact = options.impactCostWeight * sumOfSquares(cfrc_ext, 0, cfrc_ext.length);
        return (
          data.qpos[2]! / model.timestep -
          options.ctrlCostWeight * sumOfSquares(actions, actionOffset, nu) -
          clip(impact, ...options.impactCostRange) +
          1
        );
      },
      isTerminal: () => false,
    };
  },
});
