import { createRandom } from "../../../random/index.js";
import type { QuadrupedEnvironment, QuadrupedOptions } from "../index.js";

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

/** One copy that is stepped by hand. */
export function single({ dynamics, observationSpace }: QuadrupedEnvironment, seed = 1) {
  const state = new Float64Array(dynamics.stateSize);
  const size = observationSpace.shape.reduce((product, length) => product * length, 1);
  dynamics.reset(state, 0, createRandom(seed));
  const seen = () => {
    const observation = new Float32Array(size);
    dynamics.observe(state, 0, observation, 0);
    return observation;
  };
  return { state, layout: dynamics.layout, seen, step: (actions: Float32Array) => dynamics.step(state, 0, actions, 0) };
}
