import { box, discrete } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";
import { drive, LEFT_WALL, RIGHT_WALL, SPEED_LIMIT } from "./hill.js";

const FORCE = 0.001;
const GOAL = 0.5;

/**
 * A car too weak for the hill must swing up: push left (0), not at all (1) or right (2); reward −1 per step.
 * State and observation: position, velocity.
 * Source: Moore (1990), "Efficient memory-based learning for robot control", settings of Gymnasium's MountainCar-v0.
 */
export const mountainCar = defineEnvironment({
  id: "MountainCar-v0",
  observationSpace: box({ low: [LEFT_WALL, -SPEED_LIMIT], high: [RIGHT_WALL, SPEED_LIMIT] }),
  actionSpace: discrete(3),
  maxEpisodeSteps: 200,
  rewardThreshold: -110,
  dynamics: {
    stateSize: 2,

    reset(state, offset, random) {
      state[offset] = random.uniform(-0.6, -0.4);
      state[offset + 1] = 0;
    },

    step(state, offset, actions, actionOffset) {
      drive(state, offset, (actions[actionOffset]! - 1) * FORCE);
      return -1;
    },

    isTerminal(state, offset) {
      return state[offset]! >= GOAL && state[offset + 1]! >= 0;
    },

    observe(state, offset, observations, observationOffset) {
      observations[observationOffset] = state[offset]!;
      observations[observationOffset + 1] = state[offset + 1]!;
    },
  },
});
