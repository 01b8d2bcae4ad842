import * as v from "valibot";
import { reacherModel } from "../models/index.js";
import { addUniform, defineTask, sumOfSquares } from "../task.js";
import { weight } from "../task-options.js";

const FARTHEST_TARGET = 0.2;

/** Bring the fingertip to a target; the episode only ends by its 50 steps. */
export const reacher = defineTask({
  metadata: { observationSize: 10, actionSize: 2, actionBound: 1, maxEpisodeSteps: 50, rewardThreshold: -3.75 },
  frameSkip: 2,
  options: v.strictObject({ rewardDistWeight: weight(1), rewardControlWeight: weight(1) }),
  model: reacherModel,
  play({ model, data }, { rewardDistWeight, rewardControlWeight }) {
    const { nq, nv, nu } = model.sizes;
    const tip = 3 * model.id("body", "fingertip");
    const target = 3 * model.id("body", "target");
    const apart = (axis: number) => data.xpos[tip + axis]! - data.xpos[target + axis]!;
    return {
      observationSize: 8 + (nq - 2),
      carriedSize: 0,
      needsBodyForces: false,
      start(random) {
        const { qpos, qvel } = data;
        addUniform(qpos, 0.1, random);
        let x: number;
        let y: number;
        do {
          x = random.uniform(-FARTHEST_TARGET, FARTHEST_TARGET);
          y = random.uniform(-FARTHEST_TARGET, FARTHEST_TARGET);
        } while (Math.hypot(x, y) >= FARTHEST_TARGET);
        qpos[nq - 2] = x;
        qpos[nq - 1] = y;
        addUniform(qvel, 0.005, random);
        qvel.fill(0, nv - 2);
      },
      carry() {},
      observe(observation, offset) {
        const { qpos, qvel } = data;
        let next = offset;
        for (let i = 0; i < 2; i++) observation[next++] = Math.cos(qpos[i]!);
        for (let i = 0; i < 2; i++) observation[next++] = Math.sin(qpos[i]!);
        for (let i = 2; i < nq; i++) observation[next++] = qpos[i]!;
        for (let i = 0; i < 2; i++) observation[next++] = qvel[i]!;
        for (let i = 0; i < 2; i++) observation[next++] = apart(i);
      },
      reward: (actions, actionOffset) =>
        -rewardDistWeight * Math.sqrt(apart(0) ** 2 + apart(1) ** 2 + apart(2) ** 2) -
        rewardControlWeight * sumOfSquares(actions, actionOffset, nu),
      isTerminal: () => false,
    };
  },
});
