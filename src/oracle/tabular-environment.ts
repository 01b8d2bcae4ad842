import { defineEnvironment, type EnvironmentDefinition } from "../environments/index.js";
import type { Random } from "../random/index.js";
import { type Box, box, type Discrete, discrete } from "../spaces/index.js";
import type { TabularMdp } from "./mdp.js";

export interface TabularEnvironmentOptions {
  /** Truncates longer episodes, for processes that never end. */
  readonly maxEpisodeSteps?: number;
}

/**
 * A tabular process as an environment that learners can run on: the observation is the state as a one-hot vector. A
 * horizon terminates the episode, since nothing that follows it counts.
 */
export function tabularEnvironment(
  mdp: TabularMdp,
  options: TabularEnvironmentOptions = {},
): EnvironmentDefinition<Box, Discrete> {
  const { states, actions, transitions, rewards, initial, terminal, horizon } = mdp;
  return defineEnvironment({
    id: `${mdp.name}-v0`,
    observationSpace: box({ shape: [states], low: 0, high: 1 }),
    actionSpace: discrete(actions),
    ...options,
    create: (random) => {
      let state = 0;
      let time = 0;
      const observe = () => Array.from({ length: states }, (_, s) => (s === state ? 1 : 0));
      return {
        reset() {
          state = draw(initial, 0, states, random);
          time = 0;
          return observe();
        },
        step(action) {
          const row = state * actions + action;
          state = draw(transitions, row * states, states, random);
          time++;
          return {
            observation: observe(),
            reward: rewards[row]!,
            terminated: terminal[state] === 1 || time === horizon,
          };
        },
        getState: () => [state, time],
        setState(saved) {
          [state, time] = saved as [number, number];
        },
      };
    },
  });
}

/** An index by the probabilities from `offset` on. */
function draw(probabilities: Float64Array, offset: number, count: number, random: Random): number {
  let rest = random.float();
  let last = 0;
  for (let i = 0; i < count; i++) {
    const p = probabilities[offset + i]!;
    if (p === 0) continue;
    rest -= p;
    last = i;
    if (rest < 0) break;
  }
  // rounding may leave a crumb after the last one
  return last;
}
