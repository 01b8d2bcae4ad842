import { multiBinary } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";

const BITS = 4;

/**
 * One step: four bits are shown, and each position pays a quarter if it repeats its neighbor's bit, the last one the
 * first's. Solved (1) only if bits stay in their order and each has a probability of its own.
 */
export const multiBinaryTargets = defineEnvironment({
  id: "MultiBinary-v0",
  observationSpace: multiBinary(BITS),
  actionSpace: multiBinary(BITS),
  rewardThreshold: 0.99,
  create(random) {
    let shown = new Int32Array(BITS);
    return {
      reset() {
        for (let i = 0; i < BITS; i++) shown[i] = random.integer(2);
        return shown;
      },
      step(action) {
        let right = 0;
        for (let i = 0; i < BITS; i++) if (action[i] === shown[(i + 1) % BITS]) right++;
        return { observation: shown, reward: right / BITS, terminated: true };
      },
      getState: () => shown.slice(),
      setState(state) {
        shown = (state as Int32Array).slice() as typeof shown;
      },
    };
  },
});
