import { box, discrete } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";

const GRAVITY = 9.8;
const POLE_MASS = 0.1;
/** One over the mass of cart and pole, so that nothing is divided by it in the loop. */
const PER_MASS = 1 / (1 + POLE_MASS);
/** Half of the pole, in metres. */
const POLE_LENGTH = 0.5;
const POLE_MASS_LENGTH = POLE_MASS * POLE_LENGTH;
const FORCE = 10;
const SECONDS_PER_STEP = 0.02;
const ANGLE_LIMIT = (12 * 2 * Math.PI) / 360;
const POSITION_LIMIT = 2.4;

/** The square of the angle up to which the series below are exact to about the last bit of a double. */
const SMALL_SQUARE = 0.25 ** 2;

/**
 * sin x, by its Taylor series where |x| ≤ 0.25, which holds throughout an episode. Engines inline the series (here, beside
 * its use; not across modules), which doubles the speed over `Math.sin`; plain arithmetic is also the same on every machine.
 */
function sin(x: number): number {
  const y = x * x;
  if (!(y <= SMALL_SQUARE)) return Math.sin(x);
  return x + x * y * (-1 / 6 + y * (1 / 120 + y * (-1 / 5040 + y * (1 / 362880 - y * (1 / 39916800)))));
}

/** cos x, likewise. */
function cos(x: number): number {
  const y = x * x;
  if (!(y <= SMALL_SQUARE)) return Math.cos(x);
  const tail = -1 / 720 + y * (1 / 40320 + y * (-1 / 3628800 + y * (1 / 479001600)));
  return 1 - y * (0.5 - y * (1 / 24 + y * tail));
}

/**
 * A pole on a cart that is pushed left (0) or right (1); reward 1 per step until the pole falls or the cart leaves.
 * State and observation: position, velocity, angle, angular velocity.
 * Source: Barto, Sutton & Anderson (1983), "Neuronlike adaptive elements that can solve difficult learning control
 * problems"; equations without friction after Florian (2007), Euler integration, settings of Gymnasium's CartPole-v1.
 */
export const cartPole = defineEnvironment({
  id: "CartPole-v1",
  observationSpace: box({
    low: [-2 * POSITION_LIMIT, -Infinity, -2 * ANGLE_LIMIT, -Infinity],
    high: [2 * POSITION_LIMIT, Infinity, 2 * ANGLE_LIMIT, Infinity],
  }),
  actionSpace: discrete(2),
  maxEpisodeSteps: 500,
  rewardThreshold: 475,
  dynamics: {
    stateSize: 4,

    reset(state, offset, random) {
      for (let i = 0; i < 4; i++) state[offset + i] = random.uniform(-0.05, 0.05);
    },

    step(state, offset, actions, actionOffset) {
      const velocity = state[offset + 1]!;
      const angle = state[offset + 2]!;
      const angularVelocity = state[offset + 3]!;
      const force = actions[actionOffset] === 1 ? FORCE : -FORCE;
      const cosine = cos(angle);
      const sine = sin(angle);
      const push = (force + POLE_MASS_LENGTH * angularVelocity * angularVelocity * sine) * PER_MASS;
      const angularAcceleration =
        (GRAVITY * sine - cosine * push) / (POLE_LENGTH * (4 / 3 - POLE_MASS * PER_MASS * cosine * cosine));
      const acceleration = push - POLE_MASS_LENGTH * PER_MASS * angularAcceleration * cosine;
      state[offset] = state[offset]! + SECONDS_PER_STEP * velocity;
      state[offset + 1] = velocity + SECONDS_PER_STEP * acceleration;
      state[offset + 2] = angle + SECONDS_PER_STEP * angularVelocity;
      state[offset + 3] = angularVelocity + SECONDS_PER_STEP * angularAcceleration;
      return 1;
    },

    isTerminal(state, offset) {
      return Math.abs(state[offset]!) > POSITION_LIMIT || Math.abs(state[offset + 2]!) > ANGLE_LIMIT;
    },

    observe(state, offset, observations, observationOffset) {
      observations[observationOffset] = state[offset]!;
      observations[observationOffset + 1] = state[offset + 1]!;
      observations[observationOffset + 2] = state[offset + 2]!;
      observations[observationOffset + 3] = state[offset + 3]!;
    },
  },
});
