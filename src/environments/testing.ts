import { createRandom, type Random } from "../random/index.js";
import { box, discrete } from "../spaces/index.js";
import { createActions } from "./action-writer.js";
import { defineEnvironment } from "./define.js";
import type { EnvironmentDefinition, VectorEnvironment } from "./environment.js";

/** For tests: walks right (1) or left (0) by a random stride from 0; ends at 3 with reward 1. Saves its state. */
export const walk = defineEnvironment({
  id: "Walk-v0",
  observationSpace: box({ shape: [2], low: -100, high: 100 }),
  actionSpace: discrete(2),
  maxEpisodeSteps: 20,
  create: (random) => {
    let position = 0;
    return {
      reset() {
        position = 0;
        return [position, 1];
      },
      step(action) {
        position += (action === 1 ? 1 : -0.5) * random.float();
        const terminated = position >= 3;
        return { observation: [position, 1], reward: terminated ? 1 : -0.125, terminated };
      },
      getState: () => position,
      setState(state) {
        position = state as number;
      },
    };
  },
});

/** For tests: counts its steps; ends after `length`. As dynamics; observation and reward are the number of the step. */
export function counter(length: number): EnvironmentDefinition {
  return defineEnvironment({
    id: "Counter-v0",
    observationSpace: box({ shape: [1], low: 0, high: 1000 }),
    actionSpace: box({ shape: [1], low: -2, high: 2 }),
    dynamics: {
      stateSize: 2,
      reset(state, offset) {
        state.fill(0, offset, offset + 2);
      },
      step(state, offset, actions, actionOffset) {
        state[offset] = state[offset]! + 1;
        state[offset + 1] = actions[actionOffset]!;
        return state[offset]!;
      },
      isTerminal: (state, offset) => state[offset]! >= length,
      observe(state, offset, observations, observationOffset) {
        observations[observationOffset] = state[offset]!;
      },
    },
  });
}

/** A batch of random actions, drawn from `random`. */
export function randomActions({ definition, count }: VectorEnvironment, random: Random): Int32Array | Float32Array {
  const actions = createActions(definition.actionSpace, count);
  const space = definition.actionSpace;
  for (let i = 0; i < actions.length; i++) {
    actions[i] = space.kind === "discrete" ? random.integer(space.n) : random.uniform(-1, 1);
  }
  return actions;
}

/** Everything that `steps` random steps show, copied. */
export function record(vector: VectorEnvironment, steps: number, seed = 99) {
  const random = createRandom(seed);
  return Array.from({ length: steps }, () => {
    vector.step(randomActions(vector, random));
    return {
      observations: [...vector.observations],
      rewards: [...vector.rewards],
      terminated: [...vector.terminated],
      truncated: [...vector.truncated],
      finished: [...vector.finishedEpisodes],
      final: [...vector.finalObservations],
    };
  });
}
