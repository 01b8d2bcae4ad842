import type { Motion } from "./motion.js";

/** σ² of the tracking rewards (Rudin et al. 2022): an error of 0.5 m/s leaves 37 %. */
const TRACKING_VARIANCE = 0.25;

/** Feet that move are to be as high as this share of the standing base: 8 cm for ANYmal C, 4 cm for Go1. */
const CLEARANCE = 0.15;

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}

/** Squared error of the horizontal velocity, m²/s². */
export function squaredSpeedError({ command, linearVelocity }: Motion): number {
  const x = linearVelocity[0]! - command[0]!;
  const y = linearVelocity[1]! - command[1]!;
  return x * x + y * y;
}

/** Each term of the reward, before its weight; a step's reward is the weighted sum times the seconds of a step. */
export const rewardTerms = {
  /** 1 in every step. */
  alive: () => 1,
  /** exp(−|v − command|² / 0.25), horizontal. */
  linearVelocity: (motion: Motion) => Math.exp(-squaredSpeedError(motion) / TRACKING_VARIANCE),
  /** exp(−(ω_z − command)² / 0.25). */
  yawRate({ command, angularVelocity }: Motion) {
    const error = angularVelocity[2]! - command[2]!;
    return Math.exp(-(error * error) / TRACKING_VARIANCE);
  },
  /** v_z². */
  verticalVelocity: ({ linearVelocity }: Motion) => linearVelocity[2]! * linearVelocity[2]!,
  /** ω_x² + ω_y². */
  rollPitchRate: ({ angularVelocity: [x, y] }: Motion) => x! * x! + y! * y!,
  /** g_x² + g_y²: the squared sine of the tilt. */
  tilt: ({ gravity: [x, y] }: Motion) => x! * x! + y! * y!,
  /** (height / standing height − 1)². */
  height: ({ relativeHeight }: Motion) => (relativeHeight - 1) * (relativeHeight - 1),
  /** Σ torque². */
  torque: ({ torques }: Motion) => sumOfSquares(torques),
  /** Σ q̈². */
  jointAcceleration: ({ jointAccelerations }: Motion) => sumOfSquares(jointAccelerations),
  /** Σ (a_t − a_{t−1})². */
  actionRate({ action, lastAction }: Motion) {
    let sum = 0;
    for (let i = 0; i < action.length; i++) sum += (action[i]! - lastAction[i]!) ** 2;
    return sum;
  },
  /** Σ over feet that touch down of (min(seconds in the air, 0.4) − 0.2) / 0.2, where motion is commanded. */
  airTime({ touchdowns, commanded }: Motion) {
    if (!commanded) return 0;
    let sum = 0;
    for (let i = 0; i < touchdowns.length; i++) {
      if (touchdowns[i]! > 0) sum += (Math.min(touchdowns[i]!, 0.4) - 0.2) / 0.2;
    }
    return sum;
  },
  /** Feet off the ground, where no motion is commanded. */
  liftedFeet({ contacts, commanded }: Motion) {
    if (commanded) return 0;
    let sum = 0;
    for (let i = 0; i < contacts.length; i++) sum += 1 - contacts[i]!;
    return sum;
  },
  /** Σ |q − standing|, where no motion is commanded. */
  standStill({ jointOffsets, commanded }: Motion) {
    if (commanded) return 0;
    let sum = 0;
    for (let i = 0; i < jointOffsets.length; i++) sum += Math.abs(jointOffsets[i]!);
    return sum;
  },
  /** Σ (q − standing)². */
  posture: ({ jointOffsets }: Motion) => sumOfSquares(jointOffsets),
  /** Σ over feet on the ground of their horizontal speed². */
  footSlip({ contacts, footSpeeds }: Motion) {
    let sum = 0;
    for (let i = 0; i < contacts.length; i++) sum += contacts[i]! * footSpeeds[i]! * footSpeeds[i]!;
    return sum;
  },
  /** Σ over feet of their horizontal speed², times what they lack to a clearance of 15 % of the standing base's height. */
  footClearance({ footHeights, footSpeeds }: Motion) {
    let sum = 0;
    for (let i = 0; i < footHeights.length; i++) {
      const lacking = Math.min(Math.max(1 - footHeights[i]! / CLEARANCE, 0), 1);
      sum += lacking * footSpeeds[i]! * footSpeeds[i]!;
    }
    return sum;
  },
} satisfies Readonly<Record<string, (motion: Motion) => number>>;

export type RewardTerm = keyof typeof rewardTerms;

export type RewardWeights = Readonly<Record<RewardTerm, number>>;

/**
 * Weights with which ANYmal C learned to walk; Go1 brings some of its own (docs/quadruped.md). Penalties are small on
 * purpose: where they outweigh the rewards of a beginner, falling at once pays best, and nothing is learned.
 */
export const defaultRewardWeights: RewardWeights = {
  alive: 0.3,
  linearVelocity: 1,
  yawRate: 0.5,
  verticalVelocity: -1,
  rollPitchRate: -0.03,
  tilt: -1.5,
  height: 0,
  torque: -5e-6,
  jointAcceleration: -1e-7,
  actionRate: -0.005,
  airTime: 1,
  liftedFeet: -0.3,
  standStill: -0.2,
  posture: 0,
  footSlip: 0,
  footClearance: 0,
};

/** Weights of a task: as given, or else the robot's own, or else the task's defaults. */
export function rewardWeights(
  defaults: RewardWeights,
  own: Partial<RewardWeights> = {},
  given: Partial<RewardWeights> = {},
): RewardWeights {
  const weights = { ...defaults };
  for (const name of rewardTermNames) weights[name] = given[name] ?? own[name] ?? defaults[name];
  return weights;
}

export const rewardTermNames = Object.keys(rewardTerms) as readonly RewardTerm[];
