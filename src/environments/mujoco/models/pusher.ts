import { element } from "../xml.js";
import { body, figure, plane, type Vector } from "./figure.js";

const ball = (name: string, pos: Vector, size: number) => element("geom", { name, type: "sphere", pos, size });

const rod = (name: string, from: Vector, to: Vector, size: number, more = {}) =>
  element("geom", { name, type: "capsule", fromto: [...from, ...to], size, ...more });

const hinge = (name: string, axis: Vector, range: readonly [number, number], damping: number) =>
  element("joint", { name, type: "hinge", axis, range, damping });

const collides = { contype: 1, conaffinity: 1 } as const;

/** Something on the table that slides along y and x. */
const puck = (name: string, pos: Vector, geom: string) =>
  body(
    name,
    pos,
    ...(["y", "x"] as const).map((axis) =>
      element("joint", {
        name: `${name}_${axis}`,
        type: "slide",
        axis: axis === "y" ? [0, 1, 0] : [1, 0, 0],
        range: [-10.3213, 10.3],
        damping: 0.5,
      }),
    ),
    geom,
  );

const joints = [
  "shoulder_pan",
  "shoulder_lift",
  "upper_arm_roll",
  "elbow_flex",
  "forearm_roll",
  "wrist_flex",
  "wrist_roll",
];

const hand = body(
  "wrist_roll",
  [0, 0, 0],
  hinge("wrist_roll", [1, 0, 0], [-1.5, 1.5], 0.1),
  rod("palm", [0, -0.1, 0], [0, 0.1, 0], 0.02, collides),
  rod("right_finger", [0, -0.1, 0], [0.1, -0.1, 0], 0.02, collides),
  rod("left_finger", [0, 0.1, 0], [0.1, 0.1, 0], 0.02, collides),
  body("fingertips", [0, 0, 0], ball("right_tip", [0.1, -0.1, 0], 0.01), ball("left_tip", [0.1, 0.1, 0], 0.01)),
);

const forearm = body(
  "forearm_roll",
  [0, 0, 0],
  hinge("forearm_roll", [1, 0, 0], [-1.5, 1.5], 0.1),
  rod("forearm_roll", [-0.1, 0, 0], [0.1, 0, 0], 0.02),
  body(
    "forearm",
    [0, 0, 0],
    rod("forearm", [0, 0, 0], [0.291, 0, 0], 0.05),
    body(
      "wrist_flex",
      [0.321, 0, 0],
      hinge("wrist_flex", [0, 1, 0], [-1.094, 0], 0.1),
      rod("wrist_flex", [0, -0.02, 0], [0, 0.02, 0], 0.01),
      hand,
    ),
  ),
);

const upperArm = body(
  "upper_arm_roll",
  [0, 0, 0],
  hinge("upper_arm_roll", [1, 0, 0], [-1.5, 1.7], 0.1),
  rod("upper_arm_roll", [-0.1, 0, 0], [0.1, 0, 0], 0.02),
  body(
    "upper_arm",
    [0, 0, 0],
    rod("upper_arm", [0, 0, 0], [0.4, 0, 0], 0.06),
    body(
      "elbow_flex",
      [0.4, 0, 0],
      hinge("elbow_flex", [0, 1, 0], [-2.3213, 0], 0.1),
      rod("elbow_flex", [0, -0.02, 0], [0, 0.02, 0], 0.06),
      forearm,
    ),
  ),
);

const arm = body(
  "shoulder_pan",
  [0, -0.6, 0],
  hinge("shoulder_pan", [0, 0, 1], [-2.2854, 1.714602], 1),
  ball("right_eye", [-0.06, 0.05, 0.2], 0.05),
  ball("left_eye", [0.06, 0.05, 0.2], 0.05),
  ball("right_pupil", [-0.06, 0.09, 0.2], 0.03),
  ball("left_pupil", [0.06, 0.09, 0.2], 0.03),
  rod("post", [0, 0, -0.4], [0, 0, 0.2], 0.1),
  body(
    "shoulder_lift",
    [0.1, 0, 0],
    hinge("shoulder_lift", [0, 1, 0], [-0.5236, 1.3963], 1),
    rod("shoulder_lift", [0, -0.1, 0], [0, 0.1, 0], 0.1),
    upperArm,
  ),
);

/** An arm of seven motors at a table with a cylinder to push onto a goal. Figures as in Gymnasium's pusher_v5. */
export const pusherModel = (): string =>
  figure({
    name: "pusher",
    option: { timestep: 0.01, integrator: "Euler", gravity: [0, 0, 0], iterations: 20 },
    apart: true,
    joints: { armature: 0.04, damping: 1, limited: true },
    geoms: { contype: 0, conaffinity: 0, condim: 1, friction: [0.8, 0.1, 0.1], density: 300, margin: 0.002 },
    motors: { ctrllimited: true, ctrlrange: [-2, 2] },
    world: [
      plane({ pos: [0, 0.5, -0.325], size: [1, 1, 0.1], ...collides }),
      arm,
      puck(
        "object",
        [0.45, -0.05, -0.275],
        element("geom", { name: "object", type: "cylinder", size: [0.05, 0.05, 0.05], density: 0.01, contype: 1 }),
      ),
      puck(
        "goal",
        [0.45, -0.05, -0.323],
        element("geom", { name: "goal", type: "cylinder", size: [0.08, 0.001, 0.1], density: 1e-5 }),
      ),
    ],
    motorsOf: joints.map((joint) => ({ name: joint, joint })),
  });
