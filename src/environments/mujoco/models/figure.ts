import { type Attributes, element } from "../xml.js";

export type Vector = readonly [x: number, y: number, z: number];

/** Settings that hold for every joint and geom of a model that does not have its own. */
export interface Figure {
  readonly name: string;
  /** Angles in degrees instead of radians. */
  readonly degrees?: boolean;
  readonly compiler?: Attributes;
  readonly option: Attributes;
  readonly joints?: Attributes;
  readonly geoms?: Attributes;
  readonly motors?: Attributes;
  readonly world: readonly string[];
  readonly motorsOf: readonly Attributes[];
  readonly tendons?: readonly string[];
  /** Whether there are bodies that do not hang together. */
  readonly apart?: boolean;
}

/**
 * A whole model: masses follow from the geoms' shapes. 256 KB are ten times what these tasks' contacts take. Bodies that
 * hang together are one island whatever touches what; not to look for it saves a tenth of HalfCheetah's time, and changes
 * a last digit once in some hundred thousand steps.
 */
export function figure(parts: Figure): string {
  const { name, degrees = false, compiler = {}, option, joints = {}, geoms = {}, motors = {}, world, motorsOf } = parts;
  const { tendons = [], apart = false } = parts;
  return element(
    "mujoco",
    { model: name },
    element("compiler", { angle: degrees ? "degree" : "radian", inertiafromgeom: true, ...compiler }),
    element("option", option, ...(apart ? [] : [element("flag", { island: "disable" })])),
    element("size", { memory: "256K" }),
    element("default", {}, element("joint", joints), element("geom", geoms), element("motor", motors)),
    element("worldbody", {}, ...world),
    ...(tendons.length === 0 ? [] : [element("tendon", {}, ...tendons)]),
    element("actuator", {}, ...motorsOf.map((motor) => element("motor", motor))),
  );
}

export const body = (name: string, pos: Vector, ...parts: readonly string[]) =>
  element("body", { name, pos }, ...parts);

/** A joint that nothing drives, brakes or limits, by which a model moves through the plane of x and z. */
const rootJoint = (name: string, type: "slide" | "hinge", axis: Vector, more: Attributes = {}) =>
  element("joint", { name, type, axis, limited: false, armature: 0, damping: 0, stiffness: 0, ...more });

/** Free motion in the plane of x and z. `height`: where the body begins, told as its z where it is given. */
export function planarRoot(height?: number): string[] {
  const low: Attributes = height === undefined ? {} : { pos: [0, 0, -height] };
  return [
    rootJoint("root_x", "slide", [1, 0, 0], low),
    rootJoint("root_z", "slide", [0, 0, 1], height === undefined ? {} : { ...low, ref: height }),
    rootJoint("root_pitch", "hinge", [0, 1, 0]),
  ];
}

export const plane = (more: Attributes) =>
  element("geom", { name: "floor", type: "plane", rgba: [0.75, 0.8, 0.85, 1], ...more });
