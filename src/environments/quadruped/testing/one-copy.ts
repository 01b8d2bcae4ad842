import { createRandom } from "../../../random/index.js";
import { type Space, sizeOf } from "../../../spaces/index.js";
import type { QuadrupedOptions } from "../index.js";
import type { QuadrupedDynamics } from "../task.js";

/** Nothing is drawn: no noise, no pushes, one friction, a start at rest. */
export const still = {
  sensing: { noise: 0 },
  start: { joints: 0, velocity: 0 },
  randomization: { friction: [0.8, 0.8], pushSpeed: 0 },
} as const satisfies QuadrupedOptions;

/** Told to move so, and nothing is drawn: m/s ahead, m/s to the left, rad/s. */
export const told = (forward: number, lateral = 0, yaw = 0): QuadrupedOptions => ({
  ...still,
  commands: { forward: [forward, forward], lateral: [lateral, lateral], yaw: [yaw, yaw], standing: 0 },
});

/** The standing pose, for four legs of three joints. */
export const idle = new Float32Array(12);

interface Steppable {
  readonly dynamics: QuadrupedDynamics;
  readonly observationSpace: Space;
}

/** One copy that is stepped by hand, on flat ground or on terrain. */
export function single({ dynamics, observationSpace }: Steppable, seed = 1) {
  const state = new Float64Array(dynamics.stateSize);
  const random = createRandom(seed);
  const reset = () => dynamics.reset(state, 0, random);
  reset();
  const seen = () => {
    const observation = new Float32Array(sizeOf(observationSpace));
    dynamics.observe(state, 0, observation, 0);
    return observation;
  };
  const step = (actions: Float32Array = idle) => dynamics.step(state, 0, actions, 0);
  return { state, layout: dynamics.layout, seen, step, reset };
}
