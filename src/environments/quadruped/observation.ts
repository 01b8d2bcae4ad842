import type { Motion } from "./motion.js";

/** Largest errors of a measurement at noise 1 (those of legged_gym): m/s, rad/s, unit vector, rad, rad/s. */
const NOISE = { linearVelocity: 0.1, angularVelocity: 0.2, gravity: 0.05, jointAngle: 0.01, jointSpeed: 1.5 } as const;

/** Half widths of the uniform noise on every measured number. */
export function noiseScales(joints: number, level: number): Float64Array {
  const rows: readonly (readonly [count: number, amplitude: number])[] = [
    [3, NOISE.linearVelocity],
    [3, NOISE.angularVelocity],
    [3, NOISE.gravity],
    [joints, NOISE.jointAngle],
    [joints, NOISE.jointSpeed],
  ];
  return Float64Array.from(rows.flatMap(([count, amplitude]) => new Array<number>(count).fill(level * amplitude)));
}

/**
 * What the policy sees, in this order and in SI units: linear velocity (3), angular velocity (3) and gravity (3) in the
 * base's frame, command (3), joint angles less those of standing, joint speeds, last action. All but command and last
 * action are measured, so they are noisy and may be late.
 */
export function observationParts(joints: number) {
  return {
    measuredSize: 9 + 2 * joints,
    size: 12 + 3 * joints,

    measure(out: Float64Array, motion: Motion, velocities: Float64Array): void {
      const { linearVelocity, angularVelocity, gravity, jointOffsets } = motion;
      for (let i = 0; i < 3; i++) {
        out[i] = linearVelocity[i]!;
        out[3 + i] = angularVelocity[i]!;
        out[6 + i] = gravity[i]!;
      }
      for (let i = 0; i < joints; i++) {
        out[9 + i] = jointOffsets[i]!;
        out[9 + joints + i] = velocities[6 + i]!;
      }
    },

    /** Puts the parts together, all of which are in `state`. */
    write(state: Float64Array, out: number, measured: number, command: number, action: number): void {
      for (let i = 0; i < 9; i++) state[out + i] = state[measured + i]!;
      for (let i = 0; i < 3; i++) state[out + 9 + i] = state[command + i]!;
      for (let i = 0; i < 2 * joints; i++) state[out + 12 + i] = state[measured + 9 + i]!;
      for (let i = 0; i < joints; i++) state[out + 12 + 2 * joints + i] = state[action + i]!;
    },
  };
}

/** The names of an observation's numbers, in their order: for a robot's software that feeds an exported policy. */
export function observationNames(jointNames: readonly string[]): readonly string[] {
  const axes = (name: string) => ["x", "y", "z"].map((axis) => `${name}.${axis}`);
  const each = (name: string) => jointNames.map((joint) => `${name}.${joint}`);
  return [
    ...axes("linear_velocity"),
    ...axes("angular_velocity"),
    ...axes("gravity"),
    "command.forward",
    "command.lateral",
    "command.yaw",
    ...each("angle"),
    ...each("speed"),
    ...each("last_action"),
  ];
}
