import * as v from "valibot";
import { invertedDoublePendulumModel } from "../models/index.js";
import { addNormal, addUniform, clip, defineTask, writeClipped } from "../task.js";
import { scale, weight } from "../task-options.js";

/** Where the tip is, in `site_xpos`: its first site. */
const TIP_X = 0;
const TIP_Z = 2;
const LARGEST_SPEED = 10;

/** Balance two poles, one on top of the other, on a cart, until the tip sinks to 1 m. */
export const invertedDoublePendulum = defineTask({
  metadata: { observationSize: 9, actionSize: 1, actionBound: 1, maxEpisodeSteps: 1000, rewardThreshold: 9100 },
  frameSkip: 5,
  options: v.strictObject({ healthyReward: weight(10), resetNoiseScale: scale(0.1) }),
  model: invertedDoublePendulumModel,
  play({ model, data }, { healthyReward, resetNoiseScale }) {
    const { nq, nv } = model.sizes;
    const isTerminal = () => data.site_xpos[TIP_Z]! <= 1;
    return {
      observationSize: 1 + 2 * (nq - 1) + nv + 1,
      carriedSize: 0,
      needsBodyForces: false,
      start(random) {
        addUniform(data.qpos, resetNoiseScale, random);
        addNormal(data.qvel, resetNoiseScale, random);
      },
      carry() {},
      observe(observation, offset) {
        const { qpos, qvel, qfrc_constraint } = data;
        let next = offset;
        observation[next++] = qpos[0]!;
        for (let i = 1; i < nq; i++) observation[next++] = Math.sin(qpos[i]!);
        for (let i = 1; i < nq; i++) observation[next++] = Math.cos(qpos[i]!);
        next = writeClipped(observation, next, qvel, -LARGEST_SPEED, LARGEST_SPEED);
        observation[next] = clip(qfrc_constraint[0]!, -LARGEST_SPEED, LARGEST_SPEED);
      },
      reward() {
        const { site_xpos, qvel } = data;
        const distance = 0.01 * site_xpos[TIP_X]! ** 2 + (site_xpos[TIP_Z]! - 2) ** 2;
        const speed = 1e-3 * qvel[1]! ** 2 + 5e-3 * qvel[2]! ** 2;
        return (isTerminal() ? 0 : healthyReward) - distance - speed;
      },
      isTerminal,
    };
  },
});
