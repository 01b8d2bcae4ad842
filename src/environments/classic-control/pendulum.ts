import { box } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";

const GRAVITY = 10;
const SPEED_LIMIT = 8;
const TORQUE_LIMIT = 2;
const SECONDS_PER_STEP = 0.05;
const TURN = 2 * Math.PI;

/** The angle in [−π, π), measured from upright. */
function deviation(angle: number): number {
  return angle - TURN * Math.floor((angle + Math.PI) / TURN);
}

/**
 * A pendulum (1 m, 1 kg) to be swung up and held by a torque in [−2, 2]; reward −(angle² + 0.1 speed² + 0.001 torque²).
 * State: angle from upright and speed; observation: cosine and sine of the angle, speed. Never terminates.
 * Source: the torque-limited pendulum of Doya (2000), "Reinforcement learning in continuous time and space", settings of
 * Gymnasium's Pendulum-v1.
 */
export const pendulum = defineEnvironment({
  id: "Pendulum-v1",
  observationSpace: box({ low: [-1, -1, -SPEED_LIMIT], high: [1, 1, SPEED_LIMIT] }),
  actionSpace: box({ shape: [1], low: -TORQUE_LIMIT, high: TORQUE_LIMIT }),
  maxEpisodeSteps: 200,
  dynamics: {
    stateSize: 2,

    reset(state, offset, random) {
      state[offset] = random.uniform(-Math.PI, Math.PI);
      state[offset + 1] = random.uniform(-1, 1);
    },

    step(state, offset, actions, actionOffset) {
      const angle = state[offset]!;
      const speed = state[offset + 1]!;
      const torque = Math.min(Math.max(actions[actionOffset]!, -TORQUE_LIMIT), TORQUE_LIMIT);
      const error = deviation(angle);
      const faster = speed + (1.5 * GRAVITY * Math.sin(angle) + 3 * torque) * SECONDS_PER_STEP;
      const limited = Math.min(Math.max(faster, -SPEED_LIMIT), SPEED_LIMIT);
      state[offset] = angle + limited * SECONDS_PER_STEP;
      state[offset + 1] = limited;
      return -(error * error + 0.1 * speed * speed + 0.001 * torque * torque);
    },

    isTerminal() {
      return false;
    },

    observe(state, offset, observations, observationOffset) {
      observations[observationOffset] = Math.cos(state[offset]!);
      observations[observationOffset + 1] = Math.sin(state[offset]!);
      observations[observationOffset + 2] = state[offset + 1]!;
    },
  },
});
