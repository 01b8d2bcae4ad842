import { describe, expect, it } from "vitest";
import { loadMujoco } from "../../../mujoco/index.js";
import { buildModel } from "../build-model.js";
import { footPosition, standingHeight } from "../kinematics.js";
import { jointsOf, type Robot, totalMass } from "../robot.js";
import { anymalC, findRobot, go1 } from "./index.js";

/** Of the public models: kilograms, and where the left front foot is under the base when the robot stands. */
const documented = [
  { robot: anymalC, mass: 44.97, foot: [0.453, 0.301, -0.519] },
  { robot: go1, mass: 12.743, foot: [0.188, 0.1, -0.2715] },
] as const;

/** Holds the standing angles. */
async function stand(robot: Robot, fidelity: "training" | "evaluation", seconds: number) {
  const mujoco = await loadMujoco();
  const model = mujoco.compile(buildModel(robot, fidelity));
  const data = model.createData();
  jointsOf(robot).forEach(({ standing }, i) => {
    data.qpos[7 + i] = standing;
    data.ctrl[i] = standing;
  });
  data.forward();
  const start = {
    feet: robot.legs.map(({ foot }) => [...data.geom_xpos.subarray(3 * model.id("geom", foot.name)).subarray(0, 3)]),
  };
  data.step(Math.round(seconds / model.timestep));
  const result = {
    ...start,
    mass: model.body_subtreemass[0]!,
    height: data.qpos[2]!,
    upright: 1 - 2 * (data.qpos[4]! ** 2 + data.qpos[5]! ** 2),
    contacts: [...data.sensordata],
  };
  model.dispose();
  return result;
}

describe("the robots", () => {
  it.each(documented)("$robot.name weighs and reaches what its maker says", async ({ robot, mass, foot }) => {
    expect(Math.abs(totalMass(robot) - mass)).toBeLessThan(0.01);
    const place = footPosition(robot.legs[0]!);
    foot.forEach((coordinate, i) => {
      expect(place[i]).toBeCloseTo(coordinate, 3);
    });
    const compiled = await stand(robot, "training", 0.005);
    expect(compiled.mass).toBeCloseTo(totalMass(robot), 9);
    // forward kinematics of ours and of MuJoCo
    robot.legs.forEach((leg, i) => {
      const [x, y, z] = footPosition(leg);
      expect(compiled.feet[i]![0]).toBeCloseTo(x, 9);
      expect(compiled.feet[i]![1]).toBeCloseTo(y, 9);
      expect(compiled.feet[i]![2]).toBeCloseTo(z + standingHeight(robot), 9);
    });
  });

  it("are mirrored: all feet are equally far ahead or behind, and to the left or right", () => {
    for (const robot of [anymalC, go1]) {
      const [leftFront, rightFront, leftHind, rightHind] = robot.legs.map((leg) => footPosition(leg));
      expect(rightFront![1]).toBeCloseTo(-leftFront![1], 12);
      expect(rightHind![1]).toBeCloseTo(-leftHind![1], 12);
      expect(leftFront![2]).toBeCloseTo(leftHind![2], 12);
      expect(leftFront![0]).toBeGreaterThan(0);
      expect(leftHind![0]).toBeLessThan(0);
    }
  });

  it.each([
    ["anymal_c", anymalC, "training"],
    ["anymal_c", anymalC, "evaluation"],
    ["go1", go1, "training"],
    ["go1", go1, "evaluation"],
  ] as const)("%s stands for 2 s on four feet in its standing pose, in both models", async (_, robot, fidelity) => {
    const { height, upright, contacts } = await stand(robot, fidelity, 2);
    expect(upright).toBeGreaterThan(Math.cos(0.1));
    expect(height / standingHeight(robot)).toBeGreaterThan(0.85);
    expect(contacts.filter((force) => force > 0)).toHaveLength(4);
  });

  it("are found by name, and a misspelled one is answered with the nearest", () => {
    expect(findRobot("go1")).toBe(go1);
    expect(() => findRobot("anymal-d")).toThrow(
      expect.objectContaining({ code: "unknown-robot", fix: expect.stringContaining('"anymal-c"') }),
    );
  });
});
