import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { mirrorRows } from "../mirror.js";
import { quadrupedEnvironment } from "./environment.js";
import { anymalC, go1, type Robot } from "./index.js";
import { flatMirror, jointMirror } from "./robot-mirror.js";

describe("the mirror image of a robot", () => {
  it("exchanges left and right: legs that swing ahead still do, those that spread to the left do to the right", () => {
    for (const robot of [anymalC, go1]) {
      expect(jointMirror(robot)).toEqual({
        from: [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8],
        signs: [-1, 1, 1, -1, 1, 1, -1, 1, 1, -1, 1, 1],
      });
    }
  });

  it.each([
    ["a leg", (robot: Robot) => ({ ...robot, legs: robot.legs.slice(0, 3) })],
    [
      "a joint's limit",
      ({ legs: [leg, ...others], ...robot }: Robot) => {
        const [joint, ...rest] = leg!.joints;
        return { ...robot, legs: [{ ...leg!, joints: [{ ...joint!, torqueLimit: 40 }, ...rest] }, ...others] };
      },
    ],
    [
      "a foot",
      ({ legs: [leg, ...others], ...robot }: Robot) => ({
        ...robot,
        legs: [{ ...leg!, foot: { ...leg!.foot, radius: 0.02 } }, ...others],
      }),
    ],
    [
      "a link's moments",
      ({ legs: [leg, ...others], ...robot }: Robot) => {
        const [joint, ...rest] = leg!.joints;
        const link = { ...joint!.link, inertia: [0.1, 0.1, 0.1] as const };
        return { ...robot, legs: [{ ...leg!, joints: [{ ...joint!, link }, ...rest] }, ...others] };
      },
    ],
    ["the load", (robot: Robot) => ({ ...robot, base: { ...robot.base, centerOfMass: [0, 0.05, 0] as const } })],
  ])("is unknown where %s differs from side to side", (_, change) => {
    expect(flatMirror(change(anymalC))).toBeUndefined();
  });

  // Go1 is not as exact: its centers of mass are a millimeter or two to the left
  it("moves as the robot does: what is mirrored before steps is after them", async () => {
    const play = async (side: 1 | -1) => {
      const { dynamics, mirror } = await quadrupedEnvironment({
        fidelity: "evaluation", // its friction is alike in all directions
        sensing: { noise: 0 },
        start: { joints: 0, velocity: 0 },
        randomization: { friction: [0.8, 0.8], pushSpeed: 0 },
        commands: {
          forward: [0.5, 0.5],
          lateral: [0.3 * side, 0.3 * side],
          yaw: [0.7 * side, 0.7 * side],
          standing: 0,
        },
      });
      const state = new Float64Array(dynamics.stateSize);
      dynamics.reset(state, 0, createRandom(5));
      const random = createRandom(6);
      const rewards: number[] = [];
      const observation = new Float32Array(48);
      const action = new Float32Array(12);
      for (let t = 0; t < 8; t++) {
        const drawn = Float32Array.from({ length: 12 }, () => 0.4 * random.normal());
        if (side === 1) action.set(drawn);
        else mirrorRows(mirror!.action, drawn, 0, action, 0, 1);
        rewards.push(dynamics.step(state, 0, action, 0));
      }
      dynamics.observe(state, 0, observation, 0);
      const image = new Float32Array(48);
      mirrorRows(mirror!.observation, observation, 0, image, 0, 1);
      return { rewards, observation, image };
    };
    const [plain, mirrored] = [await play(1), await play(-1)];
    mirrored.image.forEach((value, i) => {
      expect(Math.abs(value - plain.observation[i]!)).toBeLessThan(0.01 * (1 + Math.abs(value)));
    });
    mirrored.rewards.forEach((reward, t) => {
      expect(Math.abs(reward - plain.rewards[t]!)).toBeLessThan(0.001);
    });
    expect(Math.max(...plain.observation.map((value, i) => Math.abs(value - plain.image[i]!)))).toBeGreaterThan(0.5);
  });
});
