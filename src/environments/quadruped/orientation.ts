/** The direction of a pose's x axis in the horizontal plane, radians. */
export function yawOf(pose: Float64Array, at = 0): number {
  const [w, x, y, z] = [pose[at + 3]!, pose[at + 4]!, pose[at + 5]!, pose[at + 6]!];
  return Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z));
}

/** Within ±π of 0, for angles within ±3π. */
export const wrapAngle = (angle: number): number =>
  angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle;
