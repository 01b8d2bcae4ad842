import { type QuadrupedOptions, quadrupedEnvironment, type RobotName } from "../../src/environments/index.js";
import { squaredSpeedError } from "../../src/environments/quadruped/rewards.js";
import type { Policy } from "../../src/policies/index.js";
import { createRandom } from "../../src/random/index.js";

/** How a policy walked: means over all steps of all episodes, until a robot fell. */
export interface Walk {
  readonly episodes: number;
  /** exp(−|v − command|² / 0.25), horizontal; 1 is perfect. */
  readonly linearTracking: number;
  /** exp(−(ω_z − command)² / 0.25). */
  readonly yawTracking: number;
  /** Share of episodes that ended in a fall. */
  readonly falls: number;
  /** Seconds that a foot is in the air, and how high it gets, meters; NaN where none ever was. */
  readonly swingSeconds: number;
  readonly swingHeight: number;
  /** Touchdowns per second and foot, of feet that were at least 1 cm high: fewer are steps than contacts that chatter. */
  readonly touchdowns: number;
  /** Mean horizontal speed of feet that are on the ground, m/s. */
  readonly slip: number;
  /** Share of time without any foot on the ground. */
  readonly airborne: number;
  /** Feet off the ground, mean over time. */
  readonly liftedFeet: number;
  /** Share of time that a foot is off the ground, of the one that is so least: one that is dragged along hardly ever is. */
  readonly leastLifted: number;
  /** Horizontal speed of the base, m/s. */
  readonly speed: number;
  /** Feet on the ground in the first episode [steps, feet]. */
  readonly contacts: readonly (readonly number[])[];
}

const CLIP = 4;
/** A foot that was lower between two contacts has not made a step, meters. */
const STEP_HEIGHT = 0.01;

/**
 * Plays greedy episodes, all copies side by side. Velocities are the true ones; what the policy sees is as noisy and late
 * as the options say.
 */
export async function walk(
  policy: Policy,
  robot: RobotName,
  options: QuadrupedOptions,
  episodes: number,
  seed = 1000,
): Promise<Walk> {
  const environment = await quadrupedEnvironment({ robot, ...options });
  const { dynamics, maxEpisodeSteps = 1000 } = environment;
  const { layout, motion, secondsPerStep, stateSize } = dynamics;
  const { at, sizes } = layout;
  const observed = sizes.observation;
  const feet = sizes.contacts;
  const random = createRandom(seed);
  const state = new Float64Array(episodes * stateSize);
  const observations = new Float32Array(episodes * observed);
  const alive = new Uint8Array(episodes).fill(1);
  const names = dynamics.episodeFigures!;
  const figures = new Float64Array(names.length);
  const contacts: number[][] = [];
  let tracking = 0;
  let steps = 0;
  let touchdowns = 0;
  let yawTracking = 0;
  let airborne = 0;
  let slip = 0;
  let stances = 0;
  let distance = 0;
  const lifted = new Float64Array(feet);
  for (let i = 0; i < episodes; i++) {
    dynamics.reset(state, i * stateSize, random.split(i));
    dynamics.observe(state, i * stateSize, observations, i * observed);
  }
  for (let t = 0; t < maxEpisodeSteps && alive.some((flag) => flag === 1); t++) {
    const actions = (await policy.actBatch(observations)) as Float32Array;
    const size = actions.length / episodes;
    for (let i = 0; i < episodes; i++) {
      if (alive[i] === 0) continue;
      const o = i * stateSize;
      const before = state.slice(o + at.contacts, o + at.contacts + feet);
      const heights = state.slice(o + at.swingHeights, o + at.swingHeights + feet);
      const clipped = actions.subarray(i * size, (i + 1) * size).map((a) => Math.min(CLIP, Math.max(-CLIP, a)));
      dynamics.step(state, o, clipped, 0);
      dynamics.observe(state, o, observations, i * observed);
      const { command, linearVelocity, angularVelocity, footSpeeds } = motion;
      tracking += Math.exp(-squaredSpeedError(motion) / 0.25);
      yawTracking += Math.exp(-((angularVelocity[2]! - command[2]!) ** 2) / 0.25);
      distance += Math.hypot(linearVelocity[0]!, linearVelocity[1]!) * secondsPerStep;
      steps++;
      const now = [...motion.contacts];
      touchdowns += now.filter(
        (contact, foot) => contact === 1 && before[foot] === 0 && heights[foot]! >= STEP_HEIGHT,
      ).length;
      if (now.every((contact) => contact === 0)) airborne++;
      now.forEach((contact, foot) => {
        lifted[foot] = lifted[foot]! + 1 - contact;
        if (contact === 0 || before[foot] === 0) return;
        slip += footSpeeds[foot]!;
        stances++;
      });
      if (i === 0) contacts.push(now);
      if (dynamics.isTerminal(state, o)) alive[i] = 0;
    }
  }
  const swings = (name: string): number => {
    const values: number[] = [];
    for (let i = 0; i < episodes; i++) {
      dynamics.readEpisodeFigures!(state, i * stateSize, figures);
      const value = figures[names.indexOf(name)]!;
      if (Number.isFinite(value)) values.push(value);
    }
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    episodes,
    linearTracking: tracking / steps,
    yawTracking: yawTracking / steps,
    slip: slip / stances,
    airborne: airborne / steps,
    liftedFeet: lifted.reduce((sum, count) => sum + count, 0) / steps,
    leastLifted: Math.min(...lifted) / steps,
    speed: distance / (steps * secondsPerStep),
    falls: alive.filter((flag) => flag === 0).length / episodes,
    swingSeconds: swings("swing_seconds"),
    swingHeight: swings("swing_height"),
    touchdowns: touchdowns / (steps * secondsPerStep * feet),
    contacts,
  };
}
