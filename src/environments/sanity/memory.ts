import { box, discrete } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";

/** Steps without a cue between the one that shows it and the one that asks for it. */
const BLANK_STEPS = 8;

/**
 * Shows a cue on the first step, nothing for eight steps, and then asks which it was: reward 1 for naming it, −1 for the
 * other; what is done before does not matter. A policy without a memory gets 0 on average, whatever it does.
 * Observation: the cue (1 or −1, later 0), and 1 when it is asked for.
 */
export const memory = defineEnvironment({
  id: "Memory-v0",
  observationSpace: box({ shape: [2], low: -1, high: 1 }),
  actionSpace: discrete(2),
  rewardThreshold: 0.95,
  dynamics: {
    // cue (−1 or 1), steps taken
    stateSize: 2,

    reset(state, offset, random) {
      state[offset] = random.integer(2) === 1 ? 1 : -1;
      state[offset + 1] = 0;
    },

    step(state, offset, actions, actionOffset) {
      const asked = state[offset + 1] === BLANK_STEPS + 1;
      state[offset + 1] = state[offset + 1]! + 1;
      if (!asked) return 0;
      return (actions[actionOffset] === 1 ? 1 : -1) * state[offset]!;
    },

    isTerminal: (state, offset) => state[offset + 1]! > BLANK_STEPS + 1,

    observe(state, offset, observations, observationOffset) {
      const step = state[offset + 1]!;
      observations[observationOffset] = step === 0 ? state[offset]! : 0;
      observations[observationOffset + 1] = step === BLANK_STEPS + 1 ? 1 : 0;
    },
  },
});
