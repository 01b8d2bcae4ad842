import { type Attributes, element } from "../xml.js";
import { body, figure, planarRoot, plane } from "./figure.js";

/** A leg hangs from the hip, 0.2 m below the torso's center: thigh 0.45 m, shin 0.5 m, and a foot that points ahead. */
interface Leg {
  readonly side: string;
  readonly footRadius: number;
  readonly footHalfLength: number;
  /** How far ahead of the ankle the foot's end lies. */
  readonly footReach: number;
  readonly footFriction: number;
}

const HIP = 0.19999999999999996;
const TORSO_HEIGHT = 1.25;

const hinge = (name: string, range: readonly [number, number], pos: readonly number[]) =>
  element("joint", { name, type: "hinge", axis: [0, -1, 0], range, pos });

const upright = (name: string, radius: number, halfLength: number, more: Attributes = {}) =>
  element("geom", { name, type: "capsule", size: [radius, halfLength], friction: 0.9, ...more });

function leg({ side, footRadius, footHalfLength, footReach, footFriction }: Leg): string {
  const foot = body(
    `${side}foot`,
    [footReach, 0, -0.35],
    hinge(`${side}ankle`, [-45, 45], [-footReach, 0, 0.1]),
    element("geom", {
      name: `${side}foot`,
      type: "capsule",
      pos: [-footReach / 2, 0, 0.1],
      quat: [Math.SQRT1_2, 0, -Math.SQRT1_2, 0],
      size: [footRadius, footHalfLength],
      friction: footFriction,
    }),
  );
  const shin = body(
    `${side}shin`,
    [0, 0, -0.7],
    hinge(`${side}knee`, [-150, 0], [0, 0, 0.25]),
    upright(`${side}shin`, 0.04, 0.25),
    foot,
  );
  return body(
    `${side}thigh`,
    [0, 0, -HIP],
    hinge(`${side}hip`, [-150, 0], [0, 0, 0]),
    upright(`${side}thigh`, 0.05, 0.225, { pos: [0, 0, -0.225] }),
    shin,
  );
}

const motor = (joint: string, gear: number) => ({ joint, gear, ctrllimited: true, ctrlrange: [-1, 1] });
const torso = (legs: readonly string[]) =>
  body("torso", [0, 0, TORSO_HEIGHT], ...planarRoot(TORSO_HEIGHT), upright("torso", 0.05, HIP), ...legs);

/** One leg in the plane, three motors. Figures: Erez, Tassa, Todorov (2011), as in Gymnasium's hopper. */
export const hopperModel = (): string =>
  figure({
    name: "hopper",
    degrees: true,
    option: { timestep: 0.002, integrator: "RK4" },
    joints: { armature: 1, damping: 1, limited: true },
    geoms: { contype: 1, conaffinity: 1, condim: 1, margin: 0.001, solref: [0.02, 1], solimp: [0.8, 0.8, 0.01] },
    world: [
      plane({ size: [20, 20, 0.125], condim: 3 }),
      torso([leg({ side: "", footRadius: 0.06, footHalfLength: 0.195, footReach: 0.13, footFriction: 2 })]),
    ],
    motorsOf: ["hip", "knee", "ankle"].map((joint) => motor(joint, 200)),
  });

const walkerLeg = (side: string) =>
  leg({ side, footRadius: 0.06, footHalfLength: 0.1, footReach: 0.2, footFriction: 1.9 });

/** Two legs in the plane, six motors. Figures as in Gymnasium's walker2d_v5. */
export const walker2dModel = (): string =>
  figure({
    name: "walker",
    degrees: true,
    option: { timestep: 0.002, integrator: "RK4" },
    joints: { armature: 0.01, damping: 0.1, limited: true },
    geoms: { contype: 1, conaffinity: 0, condim: 3, density: 1000, friction: [0.7, 0.1, 0.1] },
    world: [plane({ size: [40, 40, 40], conaffinity: 1 }), torso([walkerLeg("right_"), walkerLeg("left_")])],
    motorsOf: ["right_", "left_"].flatMap((side) => ["hip", "knee", "ankle"].map((joint) => motor(side + joint, 100))),
  });
