import { element } from "../xml.js";
import { body, figure, plane, type Vector } from "./figure.js";

const rod = (name: string, from: number, to: number) =>
  element("geom", { name, type: "capsule", fromto: [from, 0, 0, to, 0, 0], size: 0.1, density: 1000 });

const turn = { type: "hinge", axis: [0, 0, 1] } as const;

/** A rod of one meter behind the one before, turned by a motor. */
const link = (name: string, at: Vector, ...behind: readonly string[]) =>
  body(name, at, element("joint", { name, ...turn, limited: true, range: [-100, 100] }), rod(name, 0, -1), ...behind);

/** Three rods in a viscous fluid, two motors. Figures: Coulom (2002), as in Gymnasium's swimmer. */
export const swimmerModel = (): string =>
  figure({
    name: "swimmer",
    degrees: true,
    option: { timestep: 0.01, integrator: "RK4", density: 4000, viscosity: 0.1 },
    joints: { armature: 0.1 },
    geoms: { contype: 0, conaffinity: 0, condim: 1 },
    motors: { ctrllimited: true, ctrlrange: [-1, 1], gear: 150 },
    world: [
      plane({ pos: [0, 0, -0.1], size: [40, 40, 0.1], condim: 3 }),
      body(
        "front",
        [0, 0, 0],
        element("joint", { name: "root_x", type: "slide", axis: [1, 0, 0] }),
        element("joint", { name: "root_y", type: "slide", axis: [0, 1, 0] }),
        element("joint", { name: "root_heading", ...turn }),
        rod("front", 1.5, 0.5),
        link("middle", [0.5, 0, 0], link("back", [-1, 0, 0])),
      ),
    ],
    motorsOf: [{ joint: "middle" }, { joint: "back" }],
  });
