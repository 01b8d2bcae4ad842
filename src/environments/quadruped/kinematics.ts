import type { Leg, Robot, Vector } from "./robot.js";

type Matrix = readonly [Vector, Vector, Vector];

const identity: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const turn = (m: Matrix, v: Vector): Vector => [dot(m[0], v), dot(m[1], v), dot(m[2], v)];

function multiply(a: Matrix, b: Matrix): Matrix {
  const column = (j: 0 | 1 | 2): Vector => [b[0][j], b[1][j], b[2][j]];
  const [x, y, z] = [column(0), column(1), column(2)];
  const row = (r: Vector): Vector => [dot(r, x), dot(r, y), dot(r, z)];
  return [row(a[0]), row(a[1]), row(a[2])];
}

/** Rodrigues' rotation about an axis. */
function rotation(axis: Vector, angle: number): Matrix {
  const length = Math.hypot(...axis);
  const [x, y, z] = [axis[0] / length, axis[1] / length, axis[2] / length];
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const t = 1 - c;
  return [
    [t * x * x + c, t * x * y - s * z, t * x * z + s * y],
    [t * x * y + s * z, t * y * y + c, t * y * z - s * x],
    [t * x * z - s * y, t * y * z + s * x, t * z * z + c],
  ];
}

/** The center of a leg's foot in the base's frame; `angles`: one per joint, default those of standing. */
export function footPosition(leg: Leg, angles?: readonly number[]): Vector {
  let position: Vector = [0, 0, 0];
  let frame = identity;
  leg.joints.forEach((joint, i) => {
    position = add(position, turn(frame, joint.position));
    frame = multiply(frame, rotation(joint.axis, angles?.[i] ?? joint.standing));
  });
  return add(position, turn(frame, leg.foot.position));
}

/** How high the base's origin is above flat ground when the lowest foot touches it. */
export function standingHeight(robot: Robot): number {
  return Math.max(...robot.legs.map((leg) => leg.foot.radius - footPosition(leg)[2]));
}
