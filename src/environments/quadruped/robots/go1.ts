import type { Leg, Robot } from "../robot.js";

/** Front and left are +1, hind and right −1. */
function leg(name: string, front: 1 | -1, left: 1 | -1): Leg {
  return {
    name,
    joints: [
      {
        name: `${name}_abduction`,
        position: [0.1881 * front, 0.04675 * left, 0],
        axis: [1, 0, 0],
        range: [-0.863, 0.863],
        standing: -0.1 * left,
        torqueLimit: 23.7,
        link: {
          mass: 0.68,
          centerOfMass: [-0.0049 * front, -0.0076 * left, 0],
          inertia: [4.68e-4, 7.34e-4, 3.99e-4],
        },
      },
      {
        name: `${name}_hip`,
        position: [0, 0.08 * left, 0],
        axis: [0, 1, 0],
        range: [-0.686, 4.501],
        standing: 0.9,
        torqueLimit: 23.7,
        link: {
          mass: 1.009,
          centerOfMass: [-0.003, -0.0193 * left, -0.0305],
          inertia: [4.79e-3, 4.61e-3, 7.09e-4],
          shapes: [{ kind: "capsule", from: [0, 0, -0.02], to: [0, 0, -0.193], radius: 0.02 }],
        },
      },
      {
        name: `${name}_knee`,
        position: [0, 0, -0.213],
        axis: [0, 1, 0],
        range: [-2.818, -0.888],
        standing: -1.8,
        torqueLimit: 35.55,
        link: {
          mass: 0.195862,
          centerOfMass: [0.0043, 0.001, -0.1462],
          inertia: [1.498e-3, 1.485e-3, 3.58e-5],
          shapes: [{ kind: "capsule", from: [0, 0, 0], to: [0, 0, -0.18], radius: 0.013 }],
        },
      },
    ],
    foot: { name: `${name}_foot`, position: [0, 0, -0.213], radius: 0.023 },
  };
}

/**
 * Go1 (Unitree), about 12.7 kg. Lengths, masses, centers of mass, moments, ranges and torque limits are those of the
 * maker's public description as MuJoCo Menagerie carries it; gains and standing pose those of MuJoCo Playground.
 * Principal moments are laid along the links' axes, the smallest along each link's length. The no-load speed is not
 * published with the model; 30 rad/s is about the maker's greatest joint speed.
 */
export const go1: Robot = {
  name: "go1",
  base: {
    mass: 5.204,
    centerOfMass: [0.0223, 0.002, -0.0005],
    inertia: [0.01681, 0.06301, 0.07166],
    shapes: [
      { kind: "box", center: [0, 0, 0], halfSizes: [0.125, 0.04, 0.057] },
      { kind: "cylinder", from: [-0.125, 0.04, 0], to: [0.125, 0.04, 0], radius: 0.058 },
      { kind: "cylinder", from: [-0.125, -0.04, 0], to: [0.125, -0.04, 0], radius: 0.058 },
    ],
  },
  legs: [leg("left_front", 1, 1), leg("right_front", 1, -1), leg("left_hind", -1, 1), leg("right_hind", -1, -1)],
  actuation: { stiffness: 35, damping: 0.5, armature: 0.005, frictionLoss: 0.3, noLoadSpeed: 30, actionScale: 0.5 },
  // with the defaults it shuffles as long as noise shakes its feet loose, and kneels without
  rewards: { airTime: 0.5, posture: -0.25, footClearance: -0.05 },
};
