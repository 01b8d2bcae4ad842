import { element } from "../xml.js";
import { body, figure, plane } from "./figure.js";

/** A capsule along x. */
const beam = (name: string, radius: number, halfLength: number) =>
  element("geom", { name, type: "capsule", quat: [Math.SQRT1_2, 0, Math.SQRT1_2, 0], size: [radius, halfLength] });

const geoms = { contype: 0, friction: [1, 0.1, 0.1] } as const;
const slider = { name: "slider", type: "slide", axis: [1, 0, 0], limited: true, range: [-1, 1] } as const;
const swing = { type: "hinge", axis: [0, 1, 0] } as const;

/** A pole of 0.6 m on a cart on a rail, one motor. Figures as in Gymnasium's inverted_pendulum. */
export const invertedPendulumModel = (): string =>
  figure({
    name: "inverted pendulum",
    degrees: true,
    option: { timestep: 0.02, integrator: "RK4", gravity: [0, 0, -9.81] },
    joints: { armature: 0, damping: 1, limited: true },
    geoms,
    motors: { ctrllimited: true, ctrlrange: [-3, 3] },
    world: [
      beam("rail", 0.02, 1),
      body(
        "cart",
        [0, 0, 0],
        element("joint", slider),
        beam("cart", 0.1, 0.1),
        body(
          "pole",
          [0, 0, 0],
          element("joint", { name: "hinge", ...swing, range: [-90, 90] }),
          // a millimeter off the vertical
          element("geom", { name: "pole", type: "capsule", fromto: [0, 0, 0, 0.001, 0, 0.6], size: [0.049, 0.3] }),
        ),
      ),
    ],
    motorsOf: [{ name: "slide", joint: "slider", gear: 100 }],
  });

const pole = (name: string) =>
  element("geom", { name, type: "capsule", fromto: [0, 0, 0, 0, 0, 0.6], size: [0.045, 0.3] });

/** Two poles, one on top of the other, on a cart, one motor. Figures as in Gymnasium's inverted_double_pendulum. */
export const invertedDoublePendulumModel = (): string =>
  figure({
    name: "inverted double pendulum",
    degrees: true,
    option: { timestep: 0.01, integrator: "RK4", gravity: [1e-5, 0, -9.81] },
    joints: { damping: 0.05 },
    geoms,
    motors: { ctrllimited: true, ctrlrange: [-1, 1] },
    world: [
      plane({ pos: [0, 0, -3], size: [40, 40, 40] }),
      beam("rail", 0.02, 1),
      body(
        "cart",
        [0, 0, 0],
        element("joint", { ...slider, margin: 0.01 }),
        beam("cart", 0.1, 0.1),
        body(
          "lower_pole",
          [0, 0, 0],
          element("joint", { name: "lower_hinge", ...swing }),
          pole("lower_pole"),
          body(
            "upper_pole",
            [0, 0, 0.6],
            element("joint", { name: "upper_hinge", ...swing }),
            pole("upper_pole"),
            element("site", { name: "tip", pos: [0, 0, 0.6], size: [0.01, 0.01] }),
          ),
        ),
      ),
    ],
    motorsOf: [{ name: "slide", joint: "slider", gear: 500 }],
  });
