import { element } from "../xml.js";
import { body, figure, plane } from "./figure.js";

const untouched = { contype: 0, conaffinity: 0 } as const;

/** The rim of the table, one side after the other, counter-clockwise from the near one. */
const rim = [
  { name: "near", ends: [-0.3, -0.3, 0.3, -0.3] },
  { name: "right", ends: [0.3, -0.3, 0.3, 0.3] },
  { name: "far", ends: [-0.3, 0.3, 0.3, 0.3] },
  { name: "left", ends: [-0.3, -0.3, -0.3, 0.3] },
] as const;

const HEIGHT = 0.01;

const link = (name: string) =>
  element("geom", { name, type: "capsule", fromto: [0, 0, 0, 0.1, 0, 0], size: 0.01, contype: 0 });

const slide = (name: string, axis: readonly number[], ref: number) =>
  element("joint", {
    name,
    type: "slide",
    axis,
    ref,
    limited: true,
    range: [-0.27, 0.27],
    armature: 0,
    damping: 0,
    stiffness: 0,
  });

const turn = { type: "hinge", axis: [0, 0, 1] } as const;

/** An arm of two links on a table, two motors, and a target that stays where it is put. Figures as in Gymnasium's reacher. */
export const reacherModel = (): string =>
  figure({
    name: "reacher",
    option: { timestep: 0.01, integrator: "RK4", gravity: [0, 0, -9.81] },
    apart: true,
    joints: { armature: 1, damping: 1, limited: true },
    geoms: { contype: 0, friction: [1, 0.1, 0.1] },
    motors: { ctrllimited: true, ctrlrange: [-1, 1], gear: 200 },
    world: [
      plane({ size: [1, 1, 10], ...untouched }),
      ...rim.map(({ name, ends: [x0, y0, x1, y1] }) =>
        element("geom", {
          name: `rim_${name}`,
          type: "capsule",
          fromto: [x0, y0, HEIGHT, x1, y1, HEIGHT],
          size: 0.02,
          conaffinity: 0,
        }),
      ),
      element("geom", { name: "post", type: "cylinder", fromto: [0, 0, 0, 0, 0, 0.02], size: 0.011, ...untouched }),
      body(
        "upper_arm",
        [0, 0, HEIGHT],
        element("joint", { name: "shoulder", ...turn, limited: false }),
        link("upper_arm"),
        body(
          "forearm",
          [0.1, 0, 0],
          element("joint", { name: "elbow", ...turn, range: [-3, 3] }),
          link("forearm"),
          body(
            "fingertip",
            [0.11, 0, 0],
            element("geom", { name: "fingertip", type: "sphere", size: 0.01, contype: 0 }),
          ),
        ),
      ),
      body(
        "target",
        [0.1, -0.1, HEIGHT],
        slide("target_x", [1, 0, 0], 0.1),
        slide("target_y", [0, 1, 0], -0.1),
        element("geom", { name: "target", type: "sphere", size: 0.009, ...untouched }),
      ),
    ],
    motorsOf: [{ joint: "shoulder" }, { joint: "elbow" }],
  });
