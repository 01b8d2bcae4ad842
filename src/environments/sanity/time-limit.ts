import { box, discrete } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";

/** Between what staying is worth with γ = 0.9 and what it seems to be worth where time limits count as ends. */
const LEAVING = 6.8;

/**
 * At the door (observation 1): leave with 6.8 at once, or go in, where every step pays 1, nothing changes (observation 0)
 * and nothing can be done. Staying never ends, but a time limit of 10 steps cuts the recording. With γ = 0.9 the inside is
 * worth 10, going in 10, and the return 10 tells that this was learned. To take the time limit for an end makes the inside
 * worth 5.26 (one-step returns) or 4.14 (whole returns, on average over the steps), going in at most 6.51, and the policy
 * leaves: return 6.8.
 */
export const timeLimit = defineEnvironment({
  id: "TimeLimit-v0",
  observationSpace: box({ shape: [1], low: 0, high: 1 }),
  actionSpace: discrete(2),
  maxEpisodeSteps: 10,
  rewardThreshold: 9.9,
  dynamics: {
    // where: 0 at the door, 1 inside, 2 gone
    stateSize: 1,
    reset(state, offset) {
      state[offset] = 0;
    },
    step(state, offset, actions, actionOffset) {
      const leaves = state[offset] === 0 && actions[actionOffset] === 0;
      state[offset] = leaves ? 2 : 1;
      return leaves ? LEAVING : 1;
    },
    isTerminal: (state, offset) => state[offset] === 2,
    observe(state, offset, observations, observationOffset) {
      observations[observationOffset] = state[offset] === 0 ? 1 : 0;
    },
  },
});
