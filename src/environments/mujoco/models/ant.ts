import { element } from "../xml.js";
import { body, figure, plane } from "./figure.js";

/** Legs lie along the diagonals: the signs of x and y, and the sense in which the ankle bends. */
const legs = [
  { name: "front_left", x: 1, y: 1, bend: 1 },
  { name: "back_left", x: -1, y: 1, bend: -1 },
  { name: "back_right", x: -1, y: -1, bend: -1 },
  { name: "front_right", x: 1, y: -1, bend: 1 },
] as const;

const RADIUS = 0.08;

function leg({ name, x, y, bend }: (typeof legs)[number]): string {
  const capsule = (part: string, reach: number) =>
    element("geom", {
      name: `${name}_${part}`,
      type: "capsule",
      fromto: [0, 0, 0, reach * x, reach * y, 0],
      size: RADIUS,
    });
  const lower = body(
    `${name}_lower`,
    [0.2 * x, 0.2 * y, 0],
    element("joint", {
      name: `${name}_ankle`,
      type: "hinge",
      axis: [x * y === 1 ? -1 : 1, 1, 0],
      range: bend === 1 ? [30, 70] : [-70, -30],
    }),
    capsule("lower", 0.4),
  );
  const upper = body(
    `${name}_upper`,
    [0.2 * x, 0.2 * y, 0],
    element("joint", { name: `${name}_hip`, type: "hinge", axis: [0, 0, 1], range: [-30, 30] }),
    capsule("upper", 0.2),
    lower,
  );
  return body(`${name}_mount`, [0, 0, 0], capsule("mount", 0.2), upper);
}

/** Motors are numbered from the last leg on. */
const motorOrder = [3, 0, 1, 2].map((i) => legs[i]!.name);

/** A ball on four legs, eight motors. Figures: Schulman et al. (2016), as in Gymnasium's ant. */
export const antModel = (): string =>
  figure({
    name: "ant",
    degrees: true,
    option: { timestep: 0.01, integrator: "RK4" },
    joints: { armature: 1, damping: 1, limited: true },
    geoms: { conaffinity: 0, condim: 3, density: 5, friction: [1, 0.5, 0.5], margin: 0.01 },
    motors: { ctrllimited: true, ctrlrange: [-1, 1], gear: 150 },
    world: [
      plane({ size: [40, 40, 40], conaffinity: 1 }),
      body(
        "torso",
        [0, 0, 0.75],
        element("joint", { name: "root", type: "free", armature: 0, damping: 0, limited: false, margin: 0.01 }),
        element("geom", { name: "torso", type: "sphere", size: 0.25 }),
        ...legs.map(leg),
      ),
    ],
    motorsOf: motorOrder.flatMap((name) => [{ joint: `${name}_hip` }, { joint: `${name}_ankle` }]),
  });
