import { defineEnvironment, type EnvironmentDefinition } from "../environments/index.js";
import { UsageError } from "../errors.js";
import type { Random } from "../random/index.js";
import { type Box, box, type Discrete, discrete } from "../spaces/index.js";
import { createLander, type Thrust } from "./lander.js";
import { moonHeights, PAD_HEIGHT } from "./moon.js";
import { SCALE, STEPS_PER_SECOND, VIEW_HEIGHT, VIEW_WIDTH } from "./physics.js";
import { type Episode, replayedEnvironment } from "./replayed-environment.js";
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

/** What can be different about a lunar lander. */
export interface LunarLanderOptions {
  /** Metres per second², from −12 to 0, both excluded; default −10. */
  readonly gravity?: number;
  /** Default false. */
  readonly enableWind?: boolean;
  /** Newtons at most, usually 0 to 20; default 15. */
  readonly windPower?: number;
  /** Newton metres at most, usually 0 to 2; default 1.5. */
  readonly turbulencePower?: number;
}

type Conditions = Required<LunarLanderOptions>;

const OBSERVATION_SPACE = box({
  low: [-2.5, -2.5, -10, -10, -2 * Math.PI, -10, 0, 0],
  high: [2.5, 2.5, 10, 10, 2 * Math.PI, 10, 1, 1],
});

/**
 * The lander's observation, in Gymnasium's units: position from the pad (1 is the edge of the view), velocity, angle,
 * angular velocity, and whether the legs stand.
 */
const LENGTH = 8;

function beginEpisode(
  random: Random,
  { gravity, enableWind, windPower, turbulencePower }: Conditions,
  readThrust: (actions: Float32Array, offset: number) => Thrust,
): Episode {
  const heights = moonHeights(random);
  const push = { x: random.uniform(-LARGEST_PUSH, LARGEST_PUSH), y: random.uniform(-LARGEST_PUSH, LARGEST_PUSH) };
  const lander = createLander(heights, push, gravity);
  const wind = enableWind ? createWind(random, windPower, turbulencePower) : undefined;
  const { contacts } = lander;
  let potential = 0;

  function advance(thrust: Thrust): Float32Array {
    if (wind !== undefined && !contacts.standing[0] && !contacts.standing[1]) {
      lander.blow(wind.force, wind.torque);
      wind.advance();
    }
    lander.step(thrust, random.uniform(-1, 1), random.uniform(-1, 1));
    const observation = new Float32Array(LENGTH);
    const x = (lander.x - HALF_WIDTH) / HALF_WIDTH;
    const y = (lander.y - (PAD_HEIGHT + LEG_HEIGHT)) / HALF_HEIGHT;
    const speedX = (lander.speedX * HALF_WIDTH) / STEPS_PER_SECOND;
    const speedY = (lander.speedY * HALF_HEIGHT) / STEPS_PER_SECOND;
    const left = contacts.standing[0] ? 1 : 0;
    const right = contacts.standing[1] ? 1 : 0;
    observation[0] = x;
    observation[1] = y;
    observation[2] = speedX;
    observation[3] = speedY;
    observation[4] = lander.angle;
    observation[5] = (20 * lander.angularSpeed) / STEPS_PER_SECOND;
    observation[6] = left;
    observation[7] = right;
    potential =
      -100 * Math.sqrt(x * x + y * y) -
      100 * Math.sqrt(speedX * speedX + speedY * speedY) -
      100 * Math.abs(lander.angle) +
      10 * (left + right);
    return observation;
  }

  return {
    firstObservation: advance(OFF),

    step(actions, offset) {
      const thrust = readThrust(actions, offset);
      const before = potential;
      const observation = advance(thrust);
      // of the unrounded position: this close to 1, float32 could tell otherwise
      const lost = contacts.crashed || Math.abs(lander.x - HALF_WIDTH) >= HALF_WIDTH;
      // A lander that comes to rest has landed, even on its hull.
      const landed = !lander.awake;
      if (landed || lost) return { observation, reward: landed ? 100 : -100, terminated: true };
      const fuel = 0.3 * thrust.main + 0.03 * thrust.side;
      return { observation, reward: potential - before - fuel, terminated: false };
    },
  };
}

function conditionsOf(id: string, options: LunarLanderOptions): Conditions {
  const conditions = { gravity: -10, enableWind: false, windPower: 15, turbulencePower: 1.5, ...options };
  const refuse = (message: string, fix: string) =>
    new UsageError({ code: "invalid-option", message: `Environment "${id}": ${message}`, fix });
  const unknown = Object.keys(conditions).find((key) => !CONDITIONS.includes(key));
  if (unknown !== undefined) {
    throw refuse(`there is no option "${unknown}".`, `The options are ${CONDITIONS.join(", ")}.`);
  }
  const { gravity, windPower, turbulencePower } = conditions;
  if (!(gravity > -12 && gravity < 0)) {
    throw refuse(`gravity is ${gravity}.`, "Give a number between -12 and 0.");
  }
  for (const [name, power] of Object.entries({ windPower, turbulencePower })) {
    if (!(power >= 0 && power < Infinity)) throw refuse(`${name} is ${power}.`, "Give a number of at least 0.");
  }
  return conditions;
}

const noEngine = (id: string, action: number) =>
  new UsageError({
    code: "invalid-action",
    message: `Environment "${id}" has no action ${action}.`,
    fix: "Give 0 (nothing), 1 (left engine), 2 (main engine) or 3 (right engine).",
  });

const CONDITIONS = ["gravity", "enableWind", "windPower", "turbulencePower"];

const metadata = { observationSpace: OBSERVATION_SPACE, maxEpisodeSteps: 1000, rewardThreshold: 200 };

/**
 * A lunar lander under conditions of its own, under an id of its own. Throws UsageError `invalid-option`.
 * Actions: 0 nothing, 1 left engine, 2 main engine, 3 right engine.
 */
export function defineLunarLander(id: string, options: LunarLanderOptions = {}): EnvironmentDefinition<Box, Discrete> {
  const conditions = conditionsOf(id, options);
  return defineEnvironment({
    id,
    ...metadata,
    actionSpace: discrete(4),
    create: (random) => {
      const begin = () => beginEpisode(random, conditions, (actions, offset) => THRUSTS[actions[offset]!]!);
      return replayedEnvironment<number>({ id, random, actionSize: 1, begin }, (action, log, offset) => {
        if (THRUSTS[action] === undefined) throw noEngine(id, action);
        log[offset] = action;
      });
    },
  });
}

/** Likewise, with actions [main engine, side engines] in [−1, 1]. */
export function defineLunarLanderContinuous(
  id: string,
  options: LunarLanderOptions = {},
): EnvironmentDefinition<Box, Box> {
  const conditions = conditionsOf(id, options);
  return defineEnvironment({
    id,
    ...metadata,
    actionSpace: box({ shape: [2], low: -1, high: 1 }),
    create: (random) => {
      const begin = () =>
        beginEpisode(random, conditions, (actions, offset) => continuousThrust(actions[offset]!, actions[offset + 1]!));
      return replayedEnvironment<ArrayLike<number>>({ id, random, actionSize: 2, begin }, (action, log, offset) => {
        log[offset] = action[0]!;
        log[offset + 1] = action[1]!;
      });
    },
  });
}

/**
 * Landing on the moon with three engines. Rules, rewards and observations of Gymnasium's LunarLander-v3.
 */
export const lunarLander = defineLunarLander("LunarLander-v3");

/** The same with throttles: Gymnasium's LunarLanderContinuous-v3. */
export const lunarLanderContinuous = defineLunarLanderContinuous("LunarLanderContinuous-v3");
