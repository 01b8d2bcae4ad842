import { box, dict, discrete } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";

const SIDE = 8;

/**
 * One step: a small image that is bright on its left or on its right, a number whose sign counts, and a choice of two.
 * The action names all of it: reward 1 for the one of eight that is right. Solved (1) only if every part of the
 * observation reaches the network, under its own name.
 */
export const dictParts = defineEnvironment({
  id: "Dict-v0",
  observationSpace: dict({
    image: box({ shape: [SIDE, SIDE, 1], low: 0, high: 255 }),
    position: box({ shape: [2], low: -1, high: 1 }),
    goal: discrete(2),
  }),
  actionSpace: discrete(8),
  rewardThreshold: 0.95,
  create(random) {
    const image = new Float32Array(SIDE * SIDE);
    const position = new Float32Array(2);
    let [side, goal] = [0, 0];
    const observation = () => ({ image, position, goal });
    return {
      reset() {
        side = random.integer(2);
        goal = random.integer(2);
        for (let i = 0; i < image.length; i++) {
          const bright = Math.floor((i % SIDE) / (SIDE / 2)) === side;
          image[i] = bright ? 255 - random.integer(64) : random.integer(64);
        }
        // the first number says nothing
        for (let i = 0; i < 2; i++) position[i] = random.uniform(0.25, 1) * (random.integer(2) === 0 ? -1 : 1);
        return observation();
      },
      step(action) {
        const right = goal * 4 + side * 2 + (position[1]! > 0 ? 1 : 0);
        return { observation: observation(), reward: action === right ? 1 : 0, terminated: true };
      },
      getState: () => ({ image: image.slice(), position: position.slice(), side, goal }),
      setState(state) {
        const saved = state as { image: Float32Array; position: Float32Array; side: number; goal: number };
        image.set(saved.image);
        position.set(saved.position);
        ({ side, goal } = saved);
      },
    };
  },
});
