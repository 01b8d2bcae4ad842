import type { Mirror, MirrorMap } from "../mirror.js";
import type { Joint, Leg, Link, Robot, Vector } from "./robot.js";

/** Meters, radians and shares of a mass by which a robot may differ from its mirror image. */
const TOLERANCE = 1e-3;
/** The same for centers of mass, meters: Go1's base has its 2 mm to the left. */
const OFF_CENTER = 0.005;
/** And for moments, as a share. */
const UNLIKE = 0.05;

/**
 * What left and right exchanged makes of joints, in the order of observations and actions: undefined for a robot whose
 * legs, feet, standing pose, limits, masses or moments differ from side to side.
 */
export function jointMirror({ legs }: Robot): MirrorMap | undefined {
  const from: number[] = [];
  const signs: number[] = [];
  const firstJoints = legs.map((_, i) => legs.slice(0, i).reduce((count, { joints }) => count + joints.length, 0));
  for (const leg of legs) {
    const partner = legs.findIndex((other) => signsOf(leg, other) !== undefined);
    if (partner < 0) return undefined;
    from.push(...leg.joints.map((_, i) => firstJoints[partner]! + i));
    signs.push(...signsOf(leg, legs[partner]!)!);
  }
  // no leg may be the image of two
  return new Set(from).size === from.length ? { from, signs } : undefined;
}

/** The symmetry of the flat task, where the robot has one; laid out as `observationParts`. */
export function flatMirror(robot: Robot): Mirror | undefined {
  const joints = jointMirror(robot);
  if (joints === undefined || Math.abs(robot.base.centerOfMass[1]) > OFF_CENTER) return undefined;
  return { observation: observationMirror(joints), action: joints };
}

/** Sideways velocities change their sign, and so do rotations about the axes in the mirror's plane. */
function observationMirror(joints: MirrorMap): MirrorMap {
  const linear = [1, -1, 1];
  const angular = [-1, 1, -1];
  const gravity = linear;
  const command = [1, -1, -1];
  const head = [...linear, ...angular, ...gravity, ...command];
  const from = head.map((_, i) => i);
  const signs = [...head];
  // angles, speeds, last action
  for (let part = 0; part < 3; part++) {
    const first = from.length;
    from.push(...joints.from.map((joint) => first + joint));
    signs.push(...joints.signs);
  }
  return { from, signs };
}

/** The signs of a leg's angles in terms of those of its mirror image, or undefined if `other` is not that. */
function signsOf(leg: Leg, other: Leg): number[] | undefined {
  const { foot } = leg;
  if (leg.joints.length !== other.joints.length || !mirrored(foot.position, other.foot.position)) return undefined;
  if (!close([foot.radius], [other.foot.radius])) return undefined;
  const signs = leg.joints.map((joint, i) => signOf(joint, other.joints[i]!));
  return signs.every((sign) => sign !== undefined) ? signs : undefined;
}

function signOf(joint: Joint, other: Joint): 1 | -1 | undefined {
  const [x, y, z] = other.axis;
  // an axis of rotation is mirrored like a product of two vectors
  const sign = close(joint.axis, [-x, y, -z]) ? 1 : close(joint.axis, [x, -y, z]) ? -1 : undefined;
  if (sign === undefined || !mirrored(joint.position, other.position) || !alike(joint.link, other.link))
    return undefined;
  const range = sign === 1 ? other.range : [-other.range[1], -other.range[0]];
  const angles = [other.standing * sign, ...range, other.torqueLimit];
  return close([joint.standing, ...joint.range, joint.torqueLimit], angles) ? sign : undefined;
}

const alike = (link: Link, other: Link): boolean =>
  Math.abs(link.mass - other.mass) <= TOLERANCE * link.mass &&
  link.inertia.every((moment, i) => Math.abs(moment - other.inertia[i]!) <= UNLIKE * moment) &&
  mirrored(link.centerOfMass, other.centerOfMass, OFF_CENTER);

const mirrored = ([x, y, z]: Vector, other: Vector, tolerance = TOLERANCE): boolean =>
  close([x, -y, z], other, tolerance);

const close = (a: readonly number[], b: readonly number[], tolerance = TOLERANCE): boolean =>
  a.every((value, i) => Math.abs(value - b[i]!) <= tolerance);
