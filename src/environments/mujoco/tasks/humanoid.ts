import * as v from "valibot";
import { humanoidModel } from "../models/index.js";
import { clip, defineTask, sumOfSquares } from "../task.js";
import { flag, range, weight } from "../task-options.js";
import { humanoidObservation, humanoidObservationOptions } from "./humanoid-observation.js";

/** Walk along x without falling over. */
export const humanoid = defineTask({
  metadata: { observationSize: 348, actionSize: 17, actionBound: 0.4, maxEpisodeSteps: 1000 },
  frameSkip: 5,
  options: v.strictObject({
    forwardRewardWeight: weight(1.25),
    ctrlCostWeight: weight(0.1),
    contactCostWeight: weight(5e-7),
    contactCostRange: range(-Infinity, 10),
    healthyReward: weight(5),
    terminateWhenUnhealthy: flag(true),
    healthyZRange: range(1, 2),
    ...humanoidObservationOptions,
  }),
  model: humanoidModel,
  play(world, options) {
    const { model, data, seconds } = world;
    const { nu, nbody } = model.sizes;
    const masses = model.body_mass.slice();
    const mass = masses.reduce((sum, part) => sum + part, 0);
    const [lowest, highest] = options.healthyZRange;
    const isHealthy = () => lowest < data.qpos[2]! && data.qpos[2]! < highest;
    /** x of the center of mass. */
    function center(): number {
      const { xipos } = data;
      let sum = 0;
      for (let body = 0; body < nbody; body++) sum += masses[body]! * xipos[3 * body]!;
      return sum / mass;
    }
    return {
      ...humanoidObservation(world, options),
      carriedSize: 1,
      carry(carried, offset) {
        carried[offset] = center();
      },
      reward(actions, actionOffset, carried, offset) {
        const speed = (center() - carried[offset]!) / seconds;
        const { cfrc_ext } = data;
        const contact = options.contactCostWeight * sumOfSquares(cfrc_ext, 0, cfrc_ext.length);
        return (
          options.forwardRewardWeight * speed +
          (isHealthy() ? options.healthyReward : 0) -
          options.ctrlCostWeight * sumOfSquares(actions, actionOffset, nu) -
          clip(contact, ...options.contactCostRange)
        );
      },
      isTerminal: () => options.terminateWhenUnhealthy && !isHealthy(),
    };
  },
});
