import { defineEnvironment } from "../../environments/index.js";
import { box, discrete } from "../../spaces/index.js";

/** A random walk that cannot save its state. */
export const forgetful = defineEnvironment({
  id: "Forgetful-v0",
  observationSpace: box({ shape: [1], low: -100, high: 100 }),
  actionSpace: discrete(2),
  maxEpisodeSteps: 7,
  create: (random) => {
    let position = 0;
    return {
      reset() {
        position = random.float();
        return [position];
      },
      step(action) {
        position += action === 1 ? random.float() : -random.float();
        return { observation: [position], reward: position, terminated: false };
      },
    };
  },
});

/** The same with a push instead of a choice. */
export const forgetfulBox = defineEnvironment({
  id: "ForgetfulBox-v0",
  observationSpace: box({ shape: [1], low: -100, high: 100 }),
  actionSpace: box({ shape: [1], low: -1, high: 1 }),
  maxEpisodeSteps: 7,
  create: (random) => {
    let position = 0;
    return {
      reset() {
        position = random.float();
        return [position];
      },
      step(action) {
        position += action[0]! * random.float();
        return { observation: [position], reward: position, terminated: false };
      },
    };
  },
});

/** Pays 1 a step and returns a reward of NaN at the `failing`-th step of copy 0's life. */
export const breaking = (failing: number) =>
  defineEnvironment({
    id: "Breaking-v0",
    observationSpace: box({ shape: [1], low: -1, high: 1 }),
    actionSpace: discrete(2),
    maxEpisodeSteps: 50,
    create: () => {
      let life = 0;
      return {
        reset: () => [0],
        step() {
          life++;
          return { observation: [0], reward: life === failing ? Number.NaN : 1, terminated: false };
        },
        getState: () => life,
        setState(state) {
          life = state as number;
        },
      };
    },
  });
