import * as v from "valibot";
import { integer } from "../../../options.js";
import { antModel } from "../models/index.js";
import { addNormal, addUniform, clip, defineTask, sumOfSquares, write, writeClipped } from "../task.js";
import { flag, range, scale, weight } from "../task-options.js";

/** The world's own row of `cfrc_ext`. */
const WORLD = 6;

/** Run along x on four legs without falling over or leaving the ground. */
export const ant = defineTask({
  metadata: { observationSize: 105, actionSize: 8, actionBound: 1, maxEpisodeSteps: 1000, rewardThreshold: 6000 },
  frameSkip: 5,
  options: v.strictObject({
    forwardRewardWeight: weight(1),
    ctrlCostWeight: weight(0.5),
    contactCostWeight: weight(5e-4),
    healthyReward: weight(1),
    /** Name or id of the body whose motion along x is rewarded. */
    mainBody: v.optional(v.union([integer(0), v.string()]), 1),
    terminateWhenUnhealthy: flag(true),
    healthyZRange: range(0.2, 1),
    contactForceRange: range(-1, 1),
    resetNoiseScale: scale(0.1),
    excludeCurrentPositionsFromObservation: flag(true),
    includeCfrcExtInObservation: flag(true),
  }),
  model: antModel,
  play({ model, data, seconds }, options) {
    const { nq, nv, nu, nbody } = model.sizes;
    const skipped = options.excludeCurrentPositionsFromObservation ? 2 : 0;
    const forces = options.includeCfrcExtInObservation ? WORLD * (nbody - 1) : 0;
    const body = typeof options.mainBody === "string" ? model.id("body", options.mainBody) : options.mainBody;
    const [weakest, strongest] = options.contactForceRange;
    const [lowest, highest] = options.healthyZRange;
    const isHealthy = () => data.qpos[2]! >= lowest && data.qpos[2]! <= highest;
    return {
      observationSize: nq - skipped + nv + forces,
      carriedSize: 1,
      needsBodyForces: true,
      start(random) {
        addUniform(data.qpos, options.resetNoiseScale, random);
        addNormal(data.qvel, options.resetNoiseScale, random);
      },
      carry(carried, offset) {
        carried[offset] = data.xpos[3 * body]!;
      },
      observe(observation, offset) {
        let next = write(observation, offset, data.qpos, skipped);
        next = write(observation, next, data.qvel);
        if (forces > 0) writeClipped(observation, next, data.cfrc_ext, weakest, strongest, WORLD);
      },
      reward(actions, actionOffset, carried, offset) {
        const speed = (data.xpos[3 * body]! - carried[offset]!) / seconds;
        const { cfrc_ext } = data;
        let contact = 0;
        for (let i = 0; i < cfrc_ext.length; i++) contact += clip(cfrc_ext[i]!, weakest, strongest) ** 2;
        return (
          options.forwardRewardWeight * speed +
          (isHealthy() ? options.healthyReward : 0) -
          options.ctrlCostWeight * sumOfSquares(actions, actionOffset, nu) -
          options.contactCostWeight * contact
        );
      },
      isTerminal: () => options.terminateWhenUnhealthy && !isHealthy(),
    };
  },
});
