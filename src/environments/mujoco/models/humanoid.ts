import { type Attributes, element } from "../xml.js";
import { body, figure, plane, type Vector } from "./figure.js";

/** Where things lie relative to the part they hang from; what is the same standing and lying is not listed. */
interface Posture {
  readonly torsoHeight: number;
  readonly head: Vector;
  /** The middle of the upper waist's capsule. */
  readonly upperWaist: Vector;
  readonly lowerWaist: Vector;
  readonly pelvis: Vector;
  /** z of the hips in the pelvis. */
  readonly hipHeight: number;
  /** The direction that legs extend in. */
  readonly down: Vector;
  readonly foot: Vector;
  readonly leftHipRange: readonly [number, number];
}

const standing: Posture = {
  torsoHeight: 1.4,
  head: [0, 0, 0.19],
  upperWaist: [-0.01, 0, -0.12],
  lowerWaist: [-0.01, 0, -0.26],
  pelvis: [0, 0, -0.165],
  hipHeight: -0.04,
  down: [0, 0, -1],
  foot: [0, 0, -0.45],
  leftHipRange: [-110, 20],
};

const lying: Posture = {
  torsoHeight: 0.105,
  head: [-0.15, 0, 0],
  upperWaist: [0.11, 0, 0],
  lowerWaist: [0.21, 0, 0],
  pelvis: [0.165, 0, 0],
  hipHeight: 0,
  down: [1, 0, 0],
  foot: [0.35, 0, -0.1],
  leftHipRange: [-120, 20],
};

interface Side {
  readonly name: "right" | "left";
  /** Sign of y. */
  readonly y: 1 | -1;
}

const sides: readonly Side[] = [
  { name: "right", y: -1 },
  { name: "left", y: 1 },
];

const hinge = (name: string, axis: Vector, range: readonly [number, number], more: Attributes) =>
  element("joint", { name, type: "hinge", axis, range, ...more });

/** A capsule across the body. */
const across = (name: string, [x, , z]: Vector, radius: number, halfWidth: number) =>
  element("geom", { name, type: "capsule", fromto: [x, -halfWidth, z, x, halfWidth, z], size: radius });

const limb = (name: string, from: Vector, to: Vector, radius: number) =>
  element("geom", { name, type: "capsule", fromto: [...from, ...to], size: radius });

const ball = (name: string, pos: Vector, radius: number) =>
  element("geom", { name, type: "sphere", pos, size: radius });

/** The waist's bodies are turned by a trifle, as they have been since the model's first version. */
const waistTurn = { quat: [1, 0, -0.002, 0] };

function leg({ name, y }: Side, { down: [dx, , dz], hipHeight, foot, leftHipRange }: Posture): string {
  const inward = -y * 0.01;
  const shin = body(
    `${name}_shin`,
    [0.403 * dx, inward, 0.403 * dz],
    hinge(`${name}_knee`, [0, -1, 0], [-160, -2], {
      pos: [0, 0, 0.02],
      armature: 0.006,
      stiffness: name === "left" ? 1 : 0,
    }),
    limb(`${name}_shin`, [0, 0, 0], [0.3 * dx, 0, 0.3 * dz], 0.049),
    body(`${name}_foot`, foot, ball(`${name}_foot`, [0, 0, 0.1], 0.075)),
  );
  const hip = { damping: 5, armature: 0.01, stiffness: 10 };
  return body(
    `${name}_thigh`,
    [0, 0.1 * y, hipHeight],
    hinge(`${name}_hip_x`, [-y, 0, 0], [-25, 5], hip),
    hinge(`${name}_hip_z`, [0, 0, -y], [-60, 35], hip),
    hinge(`${name}_hip_y`, [0, 1, 0], name === "left" ? leftHipRange : [-110, 20], {
      damping: 5,
      armature: name === "left" ? 0.01 : 0.008,
      stiffness: 20,
    }),
    limb(`${name}_thigh`, [0, 0, 0], [0.34 * dx, inward, 0.34 * dz], 0.06),
    shin,
  );
}

function arm({ name, y }: Side): string {
  const lower = body(
    `${name}_lower_arm`,
    [0.18, 0.18 * y, -0.18],
    hinge(`${name}_elbow`, [0, -1, -y], [-90, 50], { armature: 0.0028 }),
    limb(`${name}_lower_arm`, [0.01, -0.01 * y, 0.01], [0.17, -0.17 * y, 0.17], 0.031),
    ball(`${name}_hand`, [0.18, -0.18 * y, 0.18], 0.04),
  );
  const range: readonly [number, number] = name === "right" ? [-85, 60] : [-60, 85];
  return body(
    `${name}_upper_arm`,
    [0, 0.17 * y, 0.06],
    hinge(`${name}_shoulder_1`, [2, -y, 1], range, { armature: 0.0068, stiffness: 1 }),
    hinge(`${name}_shoulder_2`, [0, y, 1], range, { armature: 0.0051, stiffness: 1 }),
    limb(`${name}_upper_arm`, [0, 0, 0], [0.16, 0.16 * y, -0.16], 0.04),
    lower,
  );
}

function trunk(posture: Posture): string {
  const abdomen = { damping: 5, armature: 0.02 };
  const pelvis = element(
    "body",
    { name: "pelvis", pos: posture.pelvis, ...waistTurn },
    hinge("abdomen_x", [1, 0, 0], [-35, 35], { ...abdomen, pos: [0, 0, 0.1], stiffness: 10 }),
    across("seat", [-0.02, 0, 0], 0.09, 0.07),
    ...sides.map((side) => leg(side, posture)),
  );
  const lowerWaist = element(
    "body",
    { name: "lower_waist", pos: posture.lowerWaist, ...waistTurn },
    hinge("abdomen_z", [0, 0, 1], [-45, 45], { ...abdomen, pos: [0, 0, 0.065], stiffness: 20 }),
    hinge("abdomen_y", [0, 1, 0], [-75, 30], { ...abdomen, pos: [0, 0, 0.065], stiffness: 10 }),
    across("lower_waist", [0, 0, 0], 0.06, 0.06),
    pelvis,
  );
  return body(
    "torso",
    [0, 0, posture.torsoHeight],
    element("joint", { name: "root", type: "free", armature: 0, damping: 0, limited: false }),
    across("chest", [0, 0, 0], 0.07, 0.07),
    ball("head", posture.head, 0.09),
    across("upper_waist", posture.upperWaist, 0.06, 0.06),
    lowerWaist,
    ...sides.map(arm),
  );
}

const gears: readonly (readonly [joint: string, gear: number])[] = [
  ["abdomen_y", 100],
  ["abdomen_z", 100],
  ["abdomen_x", 100],
  ...sides.flatMap(({ name }) =>
    (
      [
        ["hip_x", 100],
        ["hip_z", 100],
        ["hip_y", 300],
        ["knee", 200],
      ] as const
    ).map(([joint, gear]) => [`${name}_${joint}`, gear] as const),
  ),
  ...sides.flatMap(({ name }) =>
    ["shoulder_1", "shoulder_2", "elbow"].map((joint) => [`${name}_${joint}`, 25] as const),
  ),
];

/** Without effect on motion; they only measure how far hip and knee bend together. */
const tendons = ["left", "right"].map((side) =>
  element(
    "fixed",
    { name: `${side}_hip_knee` },
    element("joint", { joint: `${side}_hip_y`, coef: -1 }),
    element("joint", { joint: `${side}_knee`, coef: 1 }),
  ),
);

const humanoid = (name: string, posture: Posture): string =>
  figure({
    name,
    degrees: true,
    option: { timestep: 0.003, integrator: "RK4", solver: "PGS", iterations: 50 },
    joints: { armature: 1, damping: 1, limited: true },
    geoms: { contype: 1, conaffinity: 1, condim: 1, margin: 0.001 },
    motors: { ctrllimited: true, ctrlrange: [-0.4, 0.4] },
    world: [plane({ size: [20, 20, 0.125], condim: 3, friction: [1, 0.1, 0.1] }), trunk(posture)],
    tendons,
    motorsOf: gears.map(([joint, gear]) => ({ name: joint, joint, gear })),
  });

/** A person of capsules, 17 motors. Figures: Tassa, Erez, Todorov (2012), as in Gymnasium's humanoid. */
export const humanoidModel = (): string => humanoid("humanoid", standing);

/** The same person on its back, as in Gymnasium's humanoidstandup. */
export const humanoidStandupModel = (): string => humanoid("lying humanoid", lying);
