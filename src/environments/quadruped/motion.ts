/**
 * What one control step did, for rewards to read. Velocities, gravity and commands are in the base's frame (x ahead, y
 * left, z up); arrays are overwritten at every step.
 */
export interface Motion {
  /** Forward and lateral speed in m/s, yaw rate in rad/s. */
  readonly command: Float64Array;
  /** Whether the command asks for motion. */
  commanded: boolean;
  /** m/s [3] */
  readonly linearVelocity: Float64Array;
  /** rad/s [3] */
  readonly angularVelocity: Float64Array;
  /** Unit vector that points down [3]; (0, 0, −1) when the base is level. */
  readonly gravity: Float64Array;
  /** Of the base's origin above the ground, over that of standing. */
  relativeHeight: number;
  /** Less those of standing, rad [joints]. */
  readonly jointOffsets: Float64Array;
  /** rad/s² [joints] */
  readonly jointAccelerations: Float64Array;
  /** N·m [joints] */
  readonly torques: Float64Array;
  readonly action: Float64Array;
  readonly lastAction: Float64Array;
  /** 1 where a foot is on the ground [feet]. */
  readonly contacts: Float64Array;
  /** Of their centers, in the world [3 · feet]. */
  readonly footPositions: Float64Array;
  /** Of their lowest points above the ground, over the base's height in standing [feet]. */
  readonly footHeights: Float64Array;
  /** Horizontal, m/s [feet]. */
  readonly footSpeeds: Float64Array;
  /** How long a foot was in the air that touches down in this step, seconds; 0 for all others [feet]. */
  readonly touchdowns: Float64Array;
}

export function createMotion(joints: number, feet: number): Motion {
  return {
    command: new Float64Array(3),
    commanded: false,
    linearVelocity: new Float64Array(3),
    angularVelocity: new Float64Array(3),
    gravity: new Float64Array(3),
    relativeHeight: 1,
    jointOffsets: new Float64Array(joints),
    jointAccelerations: new Float64Array(joints),
    torques: new Float64Array(joints),
    action: new Float64Array(joints),
    lastAction: new Float64Array(joints),
    contacts: new Float64Array(feet),
    footPositions: new Float64Array(3 * feet),
    footHeights: new Float64Array(feet),
    footSpeeds: new Float64Array(feet),
    touchdowns: new Float64Array(feet),
  };
}
