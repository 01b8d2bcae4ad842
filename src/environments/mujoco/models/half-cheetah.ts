import { element } from "../xml.js";
import { body, figure, planarRoot, plane, type Vector } from "./figure.js";

const RADIUS = 0.046;

/** A segment of a leg: where its joint sits on the segment above, the joint, the motor, and a capsule tilted about y. */
interface Segment {
  readonly name: string;
  readonly at: Vector;
  readonly range: readonly [number, number];
  readonly stiffness: number;
  readonly damping: number;
  readonly gear: number;
  readonly center: Vector;
  readonly tilt: number;
  readonly halfLength: number;
}

const segment = (
  name: string,
  at: Vector,
  range: readonly [number, number],
  [stiffness, damping, gear]: Vector,
  center: Vector,
  tilt: number,
  halfLength: number,
): Segment => ({ name, at, range, stiffness, damping, gear, center, tilt, halfLength });

const legs: readonly (readonly Segment[])[] = [
  [
    segment("back_thigh", [-0.5, 0, 0], [-0.52, 1.05], [240, 6, 120], [0.1, 0, -0.13], -3.8, 0.145),
    segment("back_shin", [0.16, 0, -0.25], [-0.785, 0.785], [180, 4.5, 90], [-0.14, 0, -0.07], -2.03, 0.15),
    segment("back_foot", [-0.28, 0, -0.14], [-0.4, 0.785], [120, 3, 60], [0.03, 0, -0.097], -0.27, 0.094),
  ],
  [
    segment("front_thigh", [0.5, 0, 0], [-1, 0.7], [180, 4.5, 120], [-0.07, 0, -0.12], 0.52, 0.133),
    segment("front_shin", [-0.14, 0, -0.24], [-1.2, 0.87], [120, 3, 60], [0.065, 0, -0.09], -0.6, 0.106),
    segment("front_foot", [0.13, 0, -0.18], [-0.5, 0.5], [60, 1.5, 30], [0.045, 0, -0.07], -0.6, 0.07),
  ],
];

const tiltedCapsule = (name: string, pos: Vector, tilt: number, halfLength: number) =>
  element("geom", { name, type: "capsule", pos, axisangle: [0, 1, 0, tilt], size: [RADIUS, halfLength] });

function leg([first, ...rest]: readonly Segment[]): string {
  if (first === undefined) return "";
  const { name, at, range, stiffness, damping, center, tilt, halfLength } = first;
  return body(
    name,
    at,
    element("joint", { name, type: "hinge", axis: [0, 1, 0], range, stiffness, damping }),
    tiltedCapsule(name, center, tilt, halfLength),
    ...(rest.length === 0 ? [] : [leg(rest)]),
  );
}

/** A two-legged runner in the plane, 14 kg, six motors. Figures: P. Wawrzyński (2009), as in Gymnasium's half_cheetah. */
export const halfCheetahModel = (): string =>
  figure({
    name: "half cheetah",
    compiler: { settotalmass: 14 },
    option: { timestep: 0.01, integrator: "Euler", gravity: [0, 0, -9.81] },
    joints: { armature: 0.1, limited: true, solreflimit: [0.02, 1], solimplimit: [0, 0.8, 0.03] },
    geoms: {
      contype: 1,
      conaffinity: 0,
      condim: 3,
      friction: [0.4, 0.1, 0.1],
      solref: [0.02, 1],
      solimp: [0, 0.8, 0.01],
    },
    motors: { ctrllimited: true, ctrlrange: [-1, 1] },
    world: [
      plane({ size: [40, 40, 40], conaffinity: 1 }),
      body(
        "torso",
        [0, 0, 0.7],
        ...planarRoot(),
        element("geom", { name: "torso", type: "capsule", fromto: [-0.5, 0, 0, 0.5, 0, 0], size: RADIUS }),
        tiltedCapsule("head", [0.6, 0, 0.1], 0.87, 0.15),
        ...legs.map(leg),
      ),
    ],
    motorsOf: legs.flat().map(({ name, gear }) => ({ name, joint: name, gear })),
  });
