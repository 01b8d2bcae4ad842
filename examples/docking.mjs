/**
 * An environment in a module of its own, for the command line and for `import` alike, in the fast form: pure functions
 * over one Float64Array that holds the state of many copies, so that stepping allocates nothing.
 *
 *   npx proximal check examples/docking.mjs
 *   npx proximal train examples/docking.mjs --set nEnvs=16 nSteps=64 batchSize=256 --steps 100000 --out runs/docking
 */
import { box, defineEnvironment } from "proximal";

const SECONDS = 0.1;
const THRUST = 2;
const WALL = 2;

/**
 * A craft without brakes flies to the station at (0, 0) and stops there. Actions: acceleration along x and y, in
 * [−1, 1]. State and observation: position and velocity, x and y.
 */
export default defineEnvironment({
  id: "Docking-v0",
  observationSpace: box({ low: [-WALL, -WALL, -Infinity, -Infinity], high: [WALL, WALL, Infinity, Infinity] }),
  actionSpace: box({ shape: [2], low: -1, high: 1 }),
  maxEpisodeSteps: 100,
  rewardThreshold: 1.5,
  dynamics: {
    stateSize: 4,

    reset(state, offset, random) {
      const angle = random.uniform(-Math.PI, Math.PI);
      state[offset] = 1.5 * Math.cos(angle);
      state[offset + 1] = 1.5 * Math.sin(angle);
      state[offset + 2] = random.uniform(-0.5, 0.5);
      state[offset + 3] = random.uniform(-0.5, 0.5);
    },

    step(state, offset, actions, actionOffset) {
      let effort = 0;
      for (let axis = 0; axis < 2; axis++) {
        const action = actions[actionOffset + axis];
        const velocity = state[offset + 2 + axis] + THRUST * SECONDS * action;
        const position = state[offset + axis] + SECONDS * velocity;
        // The walls of the basin stop the craft.
        state[offset + axis] = Math.min(Math.max(position, -WALL), WALL);
        state[offset + 2 + axis] = Math.abs(position) > WALL ? 0 : velocity;
        effort += action * action;
      }
      return docked(state, offset) ? 5 : -0.1 * distance(state, offset) - 0.01 * effort - 0.1;
    },

    isTerminal: docked,

    observe(state, offset, observations, observationOffset) {
      for (let i = 0; i < 4; i++) observations[observationOffset + i] = state[offset + i];
    },
  },
});

/** @type {(state: Float64Array, offset: number) => number} */
function distance(state, offset) {
  return Math.hypot(state[offset], state[offset + 1]);
}

/** @type {(state: Float64Array, offset: number) => boolean} */
function docked(state, offset) {
  return distance(state, offset) < 0.1 && Math.hypot(state[offset + 2], state[offset + 3]) < 0.2;
}
