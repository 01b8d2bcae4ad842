import type { PictureShape } from "../picture.js";
import type { Random } from "../random/index.js";
import type { BodyMotion } from "./body-motion.js";
import type { Episode } from "./episode.js";
import { createLander, type Thrust } from "./lander.js";
import { moonHeights, PAD_HEIGHT } from "./moon.js";
import { SCALE, STEPS_PER_SECOND, VIEW_HEIGHT, VIEW_WIDTH } from "./physics.js";
import { createWind } from "./wind.js";

/** Newtons, in either direction of both axes. */
const LARGEST_PUSH = 1000;
/** Height of the hull above the pad when standing, in metres. */
const LEG_HEIGHT = 18 / SCALE;
const HALF_WIDTH = VIEW_WIDTH / 2;
const HALF_HEIGHT = VIEW_HEIGHT / 2;

const OFF: Thrust = { main: 0, side: 0, direction: 0 };
/** By discrete action: nothing, left engine, main engine, right engine. */
const THRUSTS: readonly Thrust[] = [
  OFF,
  { main: 0, side: 1, direction: -1 },
  { main: 1, side: 0, direction: 0 },
  { main: 0, side: 1, direction: 1 },
];

/** Main engine: off up to 0, then 50 to 100 %. Side engines: off within ±0.5, then 50 to 100 %. */
function continuousThrust(main: number, lateral: number): Thrust {
  const share = Math.min(Math.abs(lateral), 1);
  return {
    main: main > 0 ? (Math.min(main, 1) + 1) / 2 : 0,
    side: share > 0.5 ? share : 0,
    direction: Math.sign(lateral),
  };
}

const VIEW = { left: 0, right: VIEW_WIDTH, bottom: 0, top: VIEW_HEIGHT };
const PAD: PictureShape = { points: [HALF_WIDTH - 2, PAD_HEIGHT, HALF_WIDTH + 2, PAD_HEIGHT], part: "goal" };

/** What leaves the engines: triangles in the hull's frame. */
function flames({ x, y, angle }: BodyMotion, { main, side, direction }: Thrust): PictureShape[] {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const placed = (corners: readonly (readonly [number, number])[]): PictureShape => ({
    points: corners.flatMap(([a, b]) => [x + cos * a - sin * b, y + sin * a + cos * b]),
    part: "flame",
  });
  const below = placed([
    [-0.2, -0.35],
    [0.2, -0.35],
    [0, -0.4 - main],
  ]);
  const beside = placed([
    [direction * 0.55, 0.35],
    [direction * 0.55, 0.15],
    [direction * (0.6 + 0.5 * side), 0.25],
  ]);
  return [...(main > 0 ? [below] : []), ...(side > 0 ? [beside] : [])];
}

/** Under which a lander lands; units of `LunarLanderOptions`. */
export interface LandingConditions {
  /** Metres per second², negative. */
  readonly gravity: number;
  readonly enableWind: boolean;
  /** Newtons at most. */
  readonly windPower: number;
  /** Newton metres at most. */
  readonly turbulencePower: number;
}

/**
 * The lander's observation, in Gymnasium's units: position from the pad (1 is the edge of the view), velocity, angle,
 * angular velocity, and whether the legs stand.
 */
const LENGTH = 8;

/**
 * A landing by the rules, rewards and observations of Gymnasium's LunarLander-v3. Actions are numbers of engines (0 none,
 * 1 left, 2 main, 3 right), or with `throttles` pairs in [−1, 1] of main and side engines.
 */
export function beginLanding(
  random: Random,
  { gravity, enableWind, windPower, turbulencePower }: LandingConditions,
  throttles: boolean,
): Episode {
  const heights = moonHeights(random);
  const push = { x: random.uniform(-LARGEST_PUSH, LARGEST_PUSH), y: random.uniform(-LARGEST_PUSH, LARGEST_PUSH) };
  const lander = createLander(heights, push, gravity);
  const wind = enableWind ? createWind(random, windPower, turbulencePower) : undefined;
  const { contacts, hull } = lander;
  let potential = 0;
  let fired = OFF;

  function advance(thrust: Thrust): Float32Array {
    fired = thrust;
    if (wind !== undefined && !contacts.standing[0] && !contacts.standing[1]) {
      lander.blow(wind.force, wind.torque);
      wind.advance();
    }
    lander.step(thrust, random.uniform(-1, 1), random.uniform(-1, 1));
    const observation = new Float32Array(LENGTH);
    const x = (hull.x - HALF_WIDTH) / HALF_WIDTH;
    const y = (hull.y - (PAD_HEIGHT + LEG_HEIGHT)) / HALF_HEIGHT;
    const speedX = (hull.speedX * HALF_WIDTH) / STEPS_PER_SECOND;
    const speedY = (hull.speedY * HALF_HEIGHT) / STEPS_PER_SECOND;
    const left = contacts.standing[0] ? 1 : 0;
    const right = contacts.standing[1] ? 1 : 0;
    observation[0] = x;
    observation[1] = y;
    observation[2] = speedX;
    observation[3] = speedY;
    observation[4] = hull.angle;
    observation[5] = (20 * hull.angularSpeed) / STEPS_PER_SECOND;
    observation[6] = left;
    observation[7] = right;
    potential =
      -100 * Math.sqrt(x * x + y * y) -
      100 * Math.sqrt(speedX * speedX + speedY * speedY) -
      100 * Math.abs(hull.angle) +
      10 * (left + right);
    return observation;
  }

  return {
    firstObservation: advance(OFF),

    step(actions, offset) {
      const thrust = throttles ? continuousThrust(actions[offset]!, actions[offset + 1]!) : THRUSTS[actions[offset]!]!;
      const before = potential;
      const observation = advance(thrust);
      // of the unrounded position: this close to 1, float32 could tell otherwise
      const lost = contacts.crashed || Math.abs(hull.x - HALF_WIDTH) >= HALF_WIDTH;
      // A lander that comes to rest has landed, even on its hull.
      const landed = !lander.awake;
      if (landed || lost) return { observation, reward: landed ? 100 : -100, terminated: true };
      const fuel = 0.3 * thrust.main + 0.03 * thrust.side;
      return { observation, reward: potential - before - fuel, terminated: false };
    },

    picture: () => ({ view: VIEW, shapes: [PAD, ...lander.shapes(VIEW), ...flames(hull, fired)] }),
  };
}
