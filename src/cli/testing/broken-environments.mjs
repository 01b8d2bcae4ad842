import { box, defineEnvironment, discrete } from "proximal";

/** Fine for 100 steps, then `misbehave` decides what is returned. */
const spoiled = (id, misbehave) =>
  defineEnvironment({
    id,
    observationSpace: box({ shape: [2], low: -1, high: 1 }),
    actionSpace: discrete(2),
    create: () => {
      let steps = 0;
      return {
        reset: () => [0, 0],
        step() {
          steps++;
          const fine = { observation: [0, 0], reward: 1, terminated: steps % 10 === 0 };
          return steps > 100 ? { ...fine, ...misbehave() } : fine;
        },
      };
    },
  });

export const endlessReward = spoiled("EndlessReward-v0", () => ({ reward: Number.POSITIVE_INFINITY }));
export const notANumber = spoiled("NotANumber-v0", () => ({ observation: [0, Number.NaN] }));
export const throwing = spoiled("Throwing-v0", () => {
  throw new TypeError("the physics exploded");
});
/** Nothing is wrong with it, but actions have no bounds to be squashed into. */
export const unbounded = defineEnvironment({
  id: "Unbounded-v0",
  observationSpace: box({ shape: [1], low: -1, high: 1 }),
  actionSpace: box({ shape: [1] }),
  create: () => ({ reset: () => [0], step: () => ({ observation: [0], reward: 0, terminated: true }) }),
});

export const wrongShape = spoiled("WrongShape-v0", () => ({ observation: [0, 0, 0] }));
