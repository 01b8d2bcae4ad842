import { multiDiscrete } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";

const CHOICES = [2, 4, 3] as const;

/**
 * One step: three choices are shown, and each position pays a third if it repeats its own. Solved (1) only if every
 * position's logits, log-probability and action stay together: positions exchanged, left out of the log-probability or
 * cut at the wrong place show in the return, because all have different numbers of choices.
 */
export const multiDiscreteTargets = defineEnvironment({
  id: "MultiDiscrete-v0",
  observationSpace: multiDiscrete(CHOICES),
  actionSpace: multiDiscrete(CHOICES),
  rewardThreshold: 0.99,
  create(random) {
    let target = new Int32Array(CHOICES.length);
    return {
      reset() {
        for (const [position, n] of CHOICES.entries()) target[position] = random.integer(n);
        return target;
      },
      step(action) {
        const right = CHOICES.filter((_, position) => action[position] === target[position]).length;
        return { observation: target, reward: right / CHOICES.length, terminated: true };
      },
      getState: () => target.slice(),
      setState(state) {
        target = (state as Int32Array).slice() as typeof target;
      },
    };
  },
});
