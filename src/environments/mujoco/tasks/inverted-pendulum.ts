import * as v from "valibot";
import { invertedPendulumModel } from "../models/index.js";
import { addUniform, defineTask, write } from "../task.js";
import { scale } from "../task-options.js";

const LARGEST_ANGLE = 0.2;

/** Balance a pole on a cart: 1 per step until it leans by more than 0.2 rad. */
export const invertedPendulum = defineTask({
  metadata: { observationSize: 4, actionSize: 1, actionBound: 3, maxEpisodeSteps: 1000, rewardThreshold: 950 },
  frameSkip: 2,
  options: v.strictObject({ resetNoiseScale: scale(0.01) }),
  model: invertedPendulumModel,
  play({ model, data }, { resetNoiseScale }) {
    const isTerminal = () => Math.abs(data.qpos[1]!) > LARGEST_ANGLE;
    return {
      observationSize: model.sizes.nq + model.sizes.nv,
      carriedSize: 0,
      needsBodyForces: false,
      start(random) {
        addUniform(data.qpos, resetNoiseScale, random);
        addUniform(data.qvel, resetNoiseScale, random);
      },
      carry() {},
      observe(observation, offset) {
        write(observation, write(observation, offset, data.qpos), data.qvel);
      },
      reward: () => (isTerminal() ? 0 : 1),
      isTerminal,
    };
  },
});
