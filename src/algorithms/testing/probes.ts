import { defineEnvironment, type EnvironmentDefinition } from "../../environments/index.js";
import { box, discrete } from "../../spaces/index.js";

// Environments so small that the right answer is known: a sign error shows within a second.

/** One step, no state: arm i pays `rewards[i]`. */
export function bandit(rewards: readonly number[]): EnvironmentDefinition {
  return defineEnvironment({
    id: "Bandit-v0",
    observationSpace: box({ shape: [1], low: -1, high: 1 }),
    actionSpace: discrete(rewards.length),
    create: () => ({
      reset: () => [1],
      step: (action) => ({ observation: [1], reward: rewards[action]!, terminated: true }),
    }),
  });
}

/** One step, no state: pays −(action − target)². */
export function continuousBandit(target: number): EnvironmentDefinition {
  return defineEnvironment({
    id: "ContinuousBandit-v0",
    observationSpace: box({ shape: [1], low: -1, high: 1 }),
    actionSpace: box({ shape: [1], low: -2, high: 2 }),
    create: () => ({
      reset: () => [1],
      step: (action) => ({ observation: [1], reward: -((action[0]! - target) ** 2), terminated: true }),
    }),
  });
}

/** One step: which of two actions pays is told by the sign of the observation. With masks, a third action never may be chosen. */
export function twoStates(masked = false): EnvironmentDefinition {
  return defineEnvironment({
    id: "TwoStates-v0",
    observationSpace: box({ shape: [1], low: -1, high: 1 }),
    actionSpace: discrete(masked ? 3 : 2),
    create: (random) => {
      let sign = 1;
      return {
        reset() {
          sign = random.integer(2) === 0 ? -1 : 1;
          return [sign];
        },
        step: (action) => ({ observation: [sign], reward: action === (sign > 0 ? 1 : 0) ? 1 : 0, terminated: true }),
        ...(masked && { actionMask: () => [1, 1, 0] }),
        getState: () => sign,
        setState(state) {
          sign = state as number;
        },
      };
    },
  });
}

/** Nothing to see and nothing to do: every step pays 1. Ten steps, then the recording stops, or the task ends. */
export function tenSteps(end: "truncation" | "termination"): EnvironmentDefinition {
  return defineEnvironment({
    id: "TenSteps-v0",
    observationSpace: box({ shape: [1], low: -1, high: 1 }),
    actionSpace: discrete(2),
    ...(end === "truncation" && { maxEpisodeSteps: 10 }),
    create: () => {
      let step = 0;
      return {
        reset() {
          step = 0;
          return [1];
        },
        step: () => ({ observation: [1], reward: 1, terminated: end === "termination" && ++step === 10 }),
        getState: () => step,
        setState(state) {
          step = state as number;
        },
      };
    },
  });
}

/** Pays for the action that the first observation pointed at, one step later: credit has to travel back. */
export function delayedChoice(): EnvironmentDefinition {
  return defineEnvironment({
    id: "DelayedChoice-v0",
    observationSpace: box({ shape: [2], low: -1, high: 1 }),
    actionSpace: discrete(2),
    create: () => {
      let first = -1;
      return {
        reset() {
          first = -1;
          return [1, 0];
        },
        step(action) {
          if (first < 0) {
            first = action;
            return { observation: [0, 1], reward: 0, terminated: false };
          }
          return { observation: [0, 1], reward: first, terminated: true };
        },
      };
    },
  });
}
