import { box, discrete } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";

/** Best choice first: not in the order of their numbers, so that the first legal one is rarely right. */
const PREFERENCE = [2, 4, 0, 3, 1] as const;
const STEPS = 10;

/**
 * Ten times: reward 1 for the best of the choices that the mask allows, which changes at every step and is not observed; 0
 * for others. A forbidden choice ends the episode with −10. Solved (10) only by a policy that sees the mask wherever it
 * acts: masks lost in the rollout, in the loss, in evaluation or in the exported policy all show in the return.
 */
export const masks = defineEnvironment({
  id: "Masks-v0",
  observationSpace: box({ shape: [1], low: 0, high: 1 }),
  actionSpace: discrete(PREFERENCE.length),
  rewardThreshold: 9.9,
  create(random) {
    let allowed = new Uint8Array(PREFERENCE.length);
    let step = 0;
    const observation = [1];
    const draw = () => {
      for (let choice = 0; choice < allowed.length; choice++) allowed[choice] = random.integer(2);
      allowed[random.integer(allowed.length)] = 1;
    };
    return {
      reset() {
        step = 0;
        draw();
        return observation;
      },
      step(action) {
        if (allowed[action] !== 1) return { observation, reward: -10, terminated: true };
        const best = PREFERENCE.find((choice) => allowed[choice] === 1);
        step++;
        draw();
        return { observation, reward: action === best ? 1 : 0, terminated: step === STEPS };
      },
      actionMask: () => allowed,
      getState: () => ({ allowed: allowed.slice(), step }),
      setState(state) {
        const saved = state as { readonly allowed: Uint8Array; readonly step: number };
        allowed = saved.allowed.slice() as typeof allowed;
        step = saved.step;
      },
    };
  },
});
