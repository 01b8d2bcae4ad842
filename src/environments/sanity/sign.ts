import { box, discrete } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";

/** What the two arms pay: the better one pays less than nothing. */
const PAYOFFS = [-2, -1] as const;

/**
 * One step, one state: the first arm pays −2, the second −1. Solved (−1) only if what is better than expected becomes more
 * probable. A sign error in the loss, in the advantage or in the optimizer learns the first arm; a baseline that is left
 * out is survived.
 */
export const sign = defineEnvironment({
  id: "Sign-v0",
  observationSpace: box({ shape: [1], low: 0, high: 1 }),
  actionSpace: discrete(PAYOFFS.length),
  rewardThreshold: -1,
  create: () => {
    const observation = [1];
    return {
      reset: () => observation,
      step: (action) => ({ observation, reward: PAYOFFS[action as 0 | 1], terminated: true }),
      getState: () => null,
      setState() {},
    };
  },
});
