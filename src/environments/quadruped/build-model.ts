import { type Attributes, element } from "../mujoco/xml.js";
import { standingHeight } from "./kinematics.js";
import { jointsOf, type Leg, type Link, type Robot, type Shape } from "./robot.js";
import type { Terrain } from "./terrain/index.js";

/** `training`: feet alone touch the ground and the solver is quick; `evaluation`: every part does, and it is accurate. */
export type Fidelity = "training" | "evaluation";

/** Names that the task finds things by. */
export const nameOf = {
  base: "base",
  root: "root",
  floor: "floor",
  terrain: "terrain",
  footGeom: (leg: Leg) => leg.foot.name,
  footSensor: (leg: Leg) => `${leg.foot.name}_touch`,
  link: (joint: { readonly name: string }) => `${joint.name}_link`,
  actuator: (joint: { readonly name: string }) => joint.name,
};

const options: Readonly<Record<Fidelity, Attributes>> = {
  training: {
    timestep: 0.005,
    integrator: "Euler",
    solver: "Newton",
    cone: "pyramidal",
    impratio: 10,
    iterations: 4,
    ls_iterations: 5,
  },
  evaluation: {
    timestep: 0.005,
    integrator: "Euler",
    solver: "Newton",
    cone: "elliptic",
    impratio: 100,
    iterations: 100,
    ls_iterations: 50,
  },
};

/** Around terrain, so that nobody walks off it: width in meters. */
const APRON = 20;
/** What contacts and constraints take: on a height field a foot has many. */
const ARENA = { flat: "256K", terrain: "1M" } as const;

/**
 * A robot as MJCF, on flat ground or on a height field named `terrain`, all of whose elevations are still 0. The base's
 * origin starts at `standingHeight`, joints at 0. Feet decide about friction (their priority is above the ground's), so
 * that it can be varied in one place.
 */
export function buildModel(robot: Robot, fidelity: Fidelity, terrain?: Terrain): string {
  const { stiffness, damping, armature, frictionLoss } = robot.actuation;
  const quick = fidelity === "training";
  const joints: Attributes = { type: "hinge", armature, ...(quick ? {} : { frictionloss: frictionLoss }) };
  return element(
    "mujoco",
    { model: robot.name },
    element("compiler", { angle: "radian", autolimits: true }),
    element("option", options[fidelity], ...(quick ? [element("flag", { eulerdamp: "disable" })] : [])),
    element("size", { memory: terrain ? ARENA.terrain : ARENA.flat }),
    element("default", {}, element("joint", joints)),
    ...(terrain ? [heightFieldAsset(terrain)] : []),
    element(
      "worldbody",
      {},
      ...(terrain
        ? heightFieldGeoms(terrain)
        : [element("geom", { name: nameOf.floor, type: "plane", size: [50, 50, 1], ...surface })]),
      element(
        "body",
        { name: nameOf.base, pos: [0, 0, standingHeight(robot)] },
        element("freejoint", { name: nameOf.root }),
        ...linkParts(movable(robot.base), quick),
        ...robot.legs.map((leg) => chain(leg, 0, quick)),
      ),
    ),
    element(
      "sensor",
      {},
      ...robot.legs.map((leg) => element("touch", { name: nameOf.footSensor(leg), site: nameOf.footSensor(leg) })),
    ),
    element(
      "actuator",
      {},
      ...jointsOf(robot).map((joint) =>
        element("position", {
          name: nameOf.actuator(joint),
          joint: joint.name,
          kp: stiffness,
          kv: damping,
          forcerange: [-joint.torqueLimit, joint.torqueLimit],
        }),
      ),
    ),
  );
}

const surface: Attributes = { contype: 1, conaffinity: 0, friction: [0.8, 0.02, 0.01], rgba: [0.75, 0.8, 0.85, 1] };

/** Half extents along x and y, and the greatest elevation above the lowest point. */
function fieldSize({ rows, columns, cell, lowest, highest }: Terrain): readonly [number, number, number] {
  // a field without height is no field
  return [((columns - 1) * cell) / 2, ((rows - 1) * cell) / 2, Math.max(highest - lowest, 0.01)];
}

function heightFieldAsset(terrain: Terrain): string {
  const { rows, columns } = terrain;
  const size = [...fieldSize(terrain), 1];
  return element("asset", {}, element("hfield", { name: nameOf.terrain, nrow: rows, ncol: columns, size }));
}

/** The field, and flat ground at 0 on all four sides of it. */
function heightFieldGeoms(terrain: Terrain): string[] {
  const [x, y] = fieldSize(terrain);
  const slab = (pos: readonly number[], size: readonly number[]) =>
    element("geom", { type: "box", pos: [...pos, -1], size: [...size, 1], ...surface });
  const half = APRON / 2;
  return [
    element("geom", {
      name: nameOf.floor,
      type: "hfield",
      hfield: nameOf.terrain,
      pos: [0, 0, terrain.lowest],
      ...surface,
    }),
    ...[-1, 1].map((side) => slab([side * (x + half), 0], [half, y + APRON])),
    ...[-1, 1].map((side) => slab([0, side * (y + half)], [x, half])),
  ];
}

/** The link that a leg's joint moves, with all that hangs on it. */
function chain(leg: Leg, index: number, quick: boolean): string {
  const joint = leg.joints[index];
  if (joint === undefined) return foot(leg);
  const { name, position, axis, range, link } = joint;
  return element(
    "body",
    { name: nameOf.link(joint), pos: position },
    element("joint", { name, axis, range }),
    ...linkParts(link, quick),
    chain(leg, index + 1, quick),
  );
}

function foot(leg: Leg): string {
  const { position, radius } = leg.foot;
  return [
    element("geom", {
      name: nameOf.footGeom(leg),
      type: "sphere",
      pos: position,
      size: radius,
      contype: 0,
      conaffinity: 1,
      condim: 3,
      priority: 1,
      friction: [0.8, 0.02, 0.01],
      solimp: [0.9, 0.95, 0.023],
      mass: 0,
      rgba: [0.15, 0.15, 0.15, 1],
    }),
    // a little larger than the foot, so that contacts lie within
    element("site", { name: nameOf.footSensor(leg), type: "sphere", pos: position, size: 1.2 * radius }),
  ].join("\n");
}

/** MuJoCo takes a center of mass at exactly the origin for one that stays there, even where it is moved later. */
function movable(base: Link): Link {
  return base.centerOfMass.some((place) => place !== 0) ? base : { ...base, centerOfMass: [1e-6, 0, 0] };
}

function linkParts({ mass, centerOfMass, inertia, shapes = [] }: Link, quick: boolean): string[] {
  return [
    element("inertial", { pos: centerOfMass, mass, diaginertia: inertia }),
    ...shapes.map((shape) => geom(shape, quick)),
  ];
}

function geom(shape: Shape, quick: boolean): string {
  const common = { contype: 0, conaffinity: quick ? 0 : 1, rgba: [0.8, 0.35, 0.2, 1] };
  if (shape.kind === "box") {
    return element("geom", { type: "box", pos: shape.center, size: shape.halfSizes, ...common });
  }
  return element("geom", { type: shape.kind, fromto: [...shape.from, ...shape.to], size: shape.radius, ...common });
}
