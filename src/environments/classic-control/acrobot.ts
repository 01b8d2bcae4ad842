import { box, discrete } from "../../spaces/index.js";
import { defineEnvironment } from "../define.js";

const GRAVITY = 9.8;
/** Both links: length 1 m, mass 1 kg, centre of mass at 0.5 m, moment of inertia 1 kg m². */
const CENTRE = 0.5;
const INERTIA = 1;
const SECONDS_PER_STEP = 0.2;
const FIRST_SPEED_LIMIT = 4 * Math.PI;
const SECOND_SPEED_LIMIT = 9 * Math.PI;

/** Results of `accelerate`, reused: [first, second] angular acceleration. */
const acceleration = new Float64Array(2);

/** Equations of motion of the two-link pendulum (Sutton & Barto's book, section 11.3 of the first edition). */
function accelerate(angle1: number, angle2: number, speed1: number, speed2: number, torque: number): void {
  const cosine = Math.cos(angle2);
  const sine = Math.sin(angle2);
  const d1 = CENTRE * CENTRE + (1 + CENTRE * CENTRE + 2 * CENTRE * cosine) + 2 * INERTIA;
  const d2 = CENTRE * CENTRE + CENTRE * cosine + INERTIA;
  // cos(x − π/2) = sin x
  const phi2 = CENTRE * GRAVITY * Math.sin(angle1 + angle2);
  const phi1 =
    -CENTRE * speed2 * speed2 * sine -
    2 * CENTRE * speed2 * speed1 * sine +
    (CENTRE + 1) * GRAVITY * Math.sin(angle1) +
    phi2;
  const second =
    (torque + (d2 / d1) * phi1 - CENTRE * speed1 * speed1 * sine - phi2) / (CENTRE * CENTRE + INERTIA - (d2 * d2) / d1);
  acceleration[0] = -(d2 * second + phi1) / d1;
  acceleration[1] = second;
}

function wrap(angle: number): number {
  let wrapped = angle;
  while (wrapped > Math.PI) wrapped -= 2 * Math.PI;
  while (wrapped < -Math.PI) wrapped += 2 * Math.PI;
  return wrapped;
}

function limit(speed: number, most: number): number {
  return Math.min(Math.max(speed, -most), most);
}

/** One Runge–Kutta step of order 4 over [angle1, angle2, speed1, speed2], in place. */
function integrate(state: Float64Array, offset: number, torque: number): void {
  const angle1 = state[offset]!;
  const angle2 = state[offset + 1]!;
  const speed1 = state[offset + 2]!;
  const speed2 = state[offset + 3]!;
  const half = SECONDS_PER_STEP / 2;

  accelerate(angle1, angle2, speed1, speed2, torque);
  const a1 = acceleration[0]!;
  const a2 = acceleration[1]!;
  const b1Speed = speed1 + half * a1;
  const b2Speed = speed2 + half * a2;
  accelerate(angle1 + half * speed1, angle2 + half * speed2, b1Speed, b2Speed, torque);
  const b1 = acceleration[0]!;
  const b2 = acceleration[1]!;
  const c1Speed = speed1 + half * b1;
  const c2Speed = speed2 + half * b2;
  accelerate(angle1 + half * b1Speed, angle2 + half * b2Speed, c1Speed, c2Speed, torque);
  const c1 = acceleration[0]!;
  const c2 = acceleration[1]!;
  const d1Speed = speed1 + SECONDS_PER_STEP * c1;
  const d2Speed = speed2 + SECONDS_PER_STEP * c2;
  accelerate(angle1 + SECONDS_PER_STEP * c1Speed, angle2 + SECONDS_PER_STEP * c2Speed, d1Speed, d2Speed, torque);

  const sixth = SECONDS_PER_STEP / 6;
  state[offset] = wrap(angle1 + sixth * (speed1 + 2 * b1Speed + 2 * c1Speed + d1Speed));
  state[offset + 1] = wrap(angle2 + sixth * (speed2 + 2 * b2Speed + 2 * c2Speed + d2Speed));
  state[offset + 2] = limit(speed1 + sixth * (a1 + 2 * b1 + 2 * c1 + acceleration[0]!), FIRST_SPEED_LIMIT);
  state[offset + 3] = limit(speed2 + sixth * (a2 + 2 * b2 + 2 * c2 + acceleration[1]!), SECOND_SPEED_LIMIT);
}

function isUp(state: Float64Array, offset: number): boolean {
  return -Math.cos(state[offset]!) - Math.cos(state[offset]! + state[offset + 1]!) > 1;
}

/**
 * A hanging two-link pendulum whose middle joint is turned left (0), not at all (1) or right (2); reward −1 per step until
 * its tip rises one link's length above the pivot. State: two angles and their speeds; observation: cosine and sine of
 * both angles, then the speeds.
 * Source: Sutton (1996), "Generalization in reinforcement learning: successful examples using sparse coarse coding",
 * equations of the book, settings of Gymnasium's Acrobot-v1.
 */
export const acrobot = defineEnvironment({
  id: "Acrobot-v1",
  observationSpace: box({
    low: [-1, -1, -1, -1, -FIRST_SPEED_LIMIT, -SECOND_SPEED_LIMIT],
    high: [1, 1, 1, 1, FIRST_SPEED_LIMIT, SECOND_SPEED_LIMIT],
  }),
  actionSpace: discrete(3),
  maxEpisodeSteps: 500,
  rewardThreshold: -100,
  dynamics: {
    stateSize: 4,

    reset(state, offset, random) {
      for (let i = 0; i < 4; i++) state[offset + i] = random.uniform(-0.1, 0.1);
    },

    step(state, offset, actions, actionOffset) {
      integrate(state, offset, actions[actionOffset]! - 1);
      return isUp(state, offset) ? 0 : -1;
    },

    isTerminal: isUp,

    observe(state, offset, observations, observationOffset) {
      const angle1 = state[offset]!;
      const angle2 = state[offset + 1]!;
      observations[observationOffset] = Math.cos(angle1);
      observations[observationOffset + 1] = Math.sin(angle1);
      observations[observationOffset + 2] = Math.cos(angle2);
      observations[observationOffset + 3] = Math.sin(angle2);
      observations[observationOffset + 4] = state[offset + 2]!;
      observations[observationOffset + 5] = state[offset + 3]!;
    },
  },
});
