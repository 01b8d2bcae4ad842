import type { Joint, Leg, Robot } from "../robot.js";

/** Front and left are +1, hind and right −1. */
function leg(name: string, front: 1 | -1, left: 1 | -1): Leg {
  const joint = (part: string, rest: Omit<Joint, "name" | "torqueLimit">): Joint => ({
    name: `${name}_${part}`,
    torqueLimit: 80,
    ...rest,
  });
  return {
    name,
    joints: [
      joint("haa", {
        position: [0.2999 * front, 0.104 * left, 0],
        axis: [1, 0, 0],
        range: left === 1 ? [-0.72, 0.49] : [-0.49, 0.72],
        standing: 0,
        link: {
          mass: 2.781,
          centerOfMass: [0.0567 * front, 0.0174 * left, -0.0005],
          inertia: [0.00329, 0.00492, 0.00586],
        },
      }),
      joint("hfe", {
        position: [0.0599 * front, 0.0838 * left, 0],
        axis: [0, 1, 0],
        range: [-9.42, 9.42],
        standing: 0.4 * front,
        link: {
          mass: 3.071,
          centerOfMass: [0, 0.0308 * left, -0.2457],
          inertia: [0.0303, 0.0299, 0.00418],
          shapes: [{ kind: "box", center: [0, 0.0308 * left, -0.141], halfSizes: [0.0375, 0.03, 0.141] }],
        },
      }),
      joint("kfe", {
        position: [0, 0.1003 * left, -0.285],
        axis: [0, 1, 0],
        range: [-9.42, 9.42],
        standing: -0.8 * front,
        link: {
          mass: 0.588,
          centerOfMass: [0.0613 * front, 0.0055 * left, -0.0807],
          inertia: [0.0102, 0.0092, 0.0011],
          shapes: [
            {
              kind: "cylinder",
              from: [0.02 * front, 0, -0.01],
              to: [0.08795 * front, 0.01305 * left, -0.284],
              radius: 0.0175,
            },
          ],
        },
      }),
    ],
    foot: { name: `${name}_foot`, position: [0.08795 * front, 0.01305 * left, -0.3155], radius: 0.03 },
  };
}

/**
 * ANYmal C (ANYbotics), about 45 kg. Lengths, masses, centers of mass, moments and ranges are those of the maker's public
 * description as MuJoCo Menagerie carries it; gains, torque limit and standing pose those of legged_gym (Rudin et al.
 * 2022). Principal moments are laid along the links' axes, the smallest along each link's length. The joints' no-load
 * speed is not published with the model; 12 rad/s leaves the drive's rated 80 N·m at rest and half of it at 6 rad/s.
 */
export const anymalC: Robot = {
  name: "anymal_c",
  base: {
    mass: 19.2035,
    centerOfMass: [0.0025, 0, 0.0502],
    inertia: [0.2174, 0.6396, 0.624],
    shapes: [
      { kind: "box", center: [0, 0, 0.08], halfSizes: [0.29, 0.07, 0.09] },
      { kind: "box", center: [0.4695, 0, 0.03], halfSizes: [0.055, 0.06, 0.06] },
      { kind: "box", center: [-0.4695, 0, 0.03], halfSizes: [0.055, 0.06, 0.06] },
      { kind: "cylinder", from: [-0.26, 0.07, 0.06], to: [0.26, 0.07, 0.06], radius: 0.09 },
      { kind: "cylinder", from: [-0.26, -0.07, 0.06], to: [0.26, -0.07, 0.06], radius: 0.09 },
    ],
  },
  legs: [leg("left_front", 1, 1), leg("right_front", 1, -1), leg("left_hind", -1, 1), leg("right_hind", -1, -1)],
  actuation: { stiffness: 80, damping: 2, armature: 0.02, frictionLoss: 0.1, noLoadSpeed: 12, actionScale: 0.5 },
};
