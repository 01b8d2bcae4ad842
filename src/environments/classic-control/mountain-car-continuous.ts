import { box } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";
import { drive, LEFT_WALL, RIGHT_WALL, SPEED_LIMIT } from "./hill.js";

const POWER = 0.0015;
const GOAL = 0.45;

function atGoal(state: Float64Array, offset: number): boolean {
  return state[offset]! >= GOAL && state[offset + 1]! >= 0;
}

/**
 * The mountain car with a continuous push in [−1, 1]; reward 100 at the goal, minus 0.1 action² per step (of the action as
 * given; the engine clips it). State and observation: position, velocity.
 * Source: Moore (1990), settings of Gymnasium's MountainCarContinuous-v0.
 */
export const mountainCarContinuous = defineEnvironment({
  id: "MountainCarContinuous-v0",
  observationSpace: box({ low: [LEFT_WALL, -SPEED_LIMIT], high: [RIGHT_WALL, SPEED_LIMIT] }),
  actionSpace: box({ shape: [1], low: -1, high: 1 }),
  maxEpisodeSteps: 999,
  rewardThreshold: 90,
  dynamics: {
    stateSize: 2,

    reset(state, offset, random) {
      state[offset] = random.uniform(-0.6, -0.4);
      state[offset + 1] = 0;
    },

    step(state, offset, actions, actionOffset) {
      const action = actions[actionOffset]!;
      drive(state, offset, Math.min(Math.max(action, -1), 1) * POWER);
      return (atGoal(state, offset) ? 100 : 0) - 0.1 * action * action;
    },

    isTerminal: atGoal,

    observe(state, offset, observations, observationOffset) {
      observations[observationOffset] = state[offset]!;
      observations[observationOffset + 1] = state[offset + 1]!;
    },
  },
});
