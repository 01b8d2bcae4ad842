import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { anymalC, quadrupedEnvironment, type Robot } from "./index.js";
import { idle, still } from "./testing/one-copy.js";

const centered: Robot = { ...anymalC, name: "centered", base: { ...anymalC.base, centerOfMass: [0, 0, 0] } };

/** How much further the right legs are pressed down than the left ones, radians, with the center of mass moved to the left. */
async function leanWith(robot: Robot, shift: number): Promise<number> {
  const { dynamics } = await quadrupedEnvironment({
    robot,
    ...still,
    randomization: { ...still.randomization, centerOfMass: 0.1 },
  });
  const { at } = dynamics.layout;
  const state = new Float64Array(dynamics.stateSize);
  dynamics.reset(state, 0, createRandom(1));
  for (let i = 0; i < 3; i++) {
    expect(state[at.centerOfMass + i]).not.toBe(0);
    expect(Math.abs(state[at.centerOfMass + i]!)).toBeLessThanOrEqual(0.1);
  }
  state.set([0, shift, 0], at.centerOfMass);
  for (let i = 0; i < 100; i++) dynamics.step(state, 0, idle, 0);
  // thigh of the left front leg less that of the right one
  return state[7 + 1]! - state[7 + 4]!;
}

describe("a shifted center of mass", () => {
  it.each([
    ["ANYmal C", anymalC],
    ["a robot whose center of mass is its origin", centered],
  ])("presses the legs down on its side: %s", async (_name, robot) => {
    const left = await leanWith(robot, 0.1);
    expect(left).toBeGreaterThan(0.005);
    expect(await leanWith(robot, -0.1)).toBeLessThan(-0.005);
    expect(Math.abs(await leanWith(robot, 0))).toBeLessThan(0.002);
  });
});
