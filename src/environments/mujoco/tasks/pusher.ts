import * as v from "valibot";
import { pusherModel } from "../models/index.js";
import { addUniform, defineTask, sumOfSquares } from "../task.js";
import { weight } from "../task-options.js";

const JOINTS = 7;
/** Nearest to the goal that the object starts. */
const NEAREST = 0.17;

/** Push a cylinder onto a goal; the episode only ends by its 100 steps. */
export const pusher = defineTask({
  metadata: { observationSize: 23, actionSize: 7, actionBound: 2, maxEpisodeSteps: 100, rewardThreshold: 0 },
  frameSkip: 5,
  options: v.strictObject({
    rewardNearWeight: weight(0.5),
    rewardDistWeight: weight(1),
    rewardControlWeight: weight(0.1),
  }),
  model: pusherModel,
  play({ model, data }, options) {
    const { nq, nv, nu } = model.sizes;
    const [tips, object, goal] = ["fingertips", "object", "goal"].map((name) => 3 * model.id("body", name)) as [
      number,
      number,
      number,
    ];
    function distance(left: number, right: number): number {
      const { xpos } = data;
      let sum = 0;
      for (let axis = 0; axis < 3; axis++) sum += (xpos[left + axis]! - xpos[right + axis]!) ** 2;
      return Math.sqrt(sum);
    }
    return {
      observationSize: 2 * JOINTS + 9,
      carriedSize: 0,
      needsBodyForces: false,
      start(random) {
        const { qpos, qvel } = data;
        let y: number;
        let x: number;
        do {
          y = random.uniform(-0.3, 0);
          x = random.uniform(-0.2, 0.2);
        } while (Math.hypot(y, x) <= NEAREST);
        qpos[nq - 4] = y;
        qpos[nq - 3] = x;
        qpos.fill(0, nq - 2);
        addUniform(qvel, 0.005, random);
        qvel.fill(0, nv - 4);
      },
      carry() {},
      observe(observation, offset) {
        const { qpos, qvel, xpos } = data;
        let next = offset;
        for (let i = 0; i < JOINTS; i++) observation[next++] = qpos[i]!;
        for (let i = 0; i < JOINTS; i++) observation[next++] = qvel[i]!;
        for (let axis = 0; axis < 3; axis++) observation[next++] = xpos[tips + axis]!;
        for (let axis = 0; axis < 3; axis++) observation[next++] = xpos[object + axis]!;
        for (let axis = 0; axis < 3; axis++) observation[next++] = xpos[goal + axis]!;
      },
      reward: (actions, actionOffset) =>
        -options.rewardDistWeight * distance(object, goal) -
        options.rewardControlWeight * sumOfSquares(actions, actionOffset, nu) -
        options.rewardNearWeight * distance(object, tips),
      isTerminal: () => false,
    };
  },
});
