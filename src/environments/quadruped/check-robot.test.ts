import { describe, expect, it } from "vitest";
import { anymalC, quadrupedEnvironment, type Robot } from "./index.js";

describe("what is wrong with a robot is named", () => {
  const [firstLeg, ...otherLegs] = anymalC.legs;
  const [firstJoint, ...otherJoints] = firstLeg!.joints;
  const withJoint = (changes: object): Robot => ({
    ...anymalC,
    legs: [{ ...firstLeg!, joints: [{ ...firstJoint!, ...changes }, ...otherJoints] }, ...otherLegs],
  });
  const { foot: _, ...footless } = firstLeg!;

  it.each<[string, unknown, object]>([
    [
      "a leg without a foot",
      { ...anymalC, legs: [footless] },
      { code: "invalid-option", message: expect.stringContaining("legs.0.foot") },
    ],
    [
      "a leg without joints",
      { ...anymalC, legs: [{ ...firstLeg!, joints: [] }] },
      { fix: expect.stringContaining("at least one joint") },
    ],
    ["no legs", { ...anymalC, legs: [] }, { fix: expect.stringContaining("at least one leg") }],
    ["a misspelled key", { ...anymalC, lags: [] }, { code: expect.stringMatching(/option/) }],
    [
      "two joints of one name",
      withJoint({ name: "left_front_hfe" }),
      { code: "invalid-robot", message: expect.stringContaining('"left_front_hfe"') },
    ],
    [
      "a standing angle out of reach",
      withJoint({ standing: 1 }),
      { code: "invalid-robot", message: expect.stringContaining("1 rad, its range is -0.72 to 0.49") },
    ],
    [
      "moments of no body",
      withJoint({ link: { ...firstJoint!.link, inertia: [1, 0.1, 0.1] } }),
      { fix: expect.stringContaining("real body") },
    ],
    [
      "a foot without a name",
      { ...anymalC, legs: [{ ...firstLeg!, foot: { ...firstLeg!.foot, name: undefined } }, ...otherLegs] },
      { code: "invalid-option", message: expect.stringContaining('"legs.0.foot.name"') },
    ],
    [
      "a joint with a name of the model's own",
      withJoint({ name: "root" }),
      { code: "invalid-robot", message: expect.stringContaining('named "root"') },
    ],
    [
      "a misspelled weight of its own",
      { ...anymalC, rewards: { airtime: 1 } },
      { code: "unknown-option", fix: expect.stringContaining('"rewards.airTime"') },
    ],
    [
      "a weight that is no number",
      { ...anymalC, rewards: { airTime: Number.NaN } },
      { code: "invalid-option", message: expect.stringContaining('"rewards.airTime" is NaN') },
    ],
    [
      "a box without a size",
      {
        ...anymalC,
        base: { ...anymalC.base, shapes: [{ kind: "box", center: [0, 0, 0], halfSizes: [0.1, 0, 0.1] }] },
      },
      { code: "invalid-option", message: expect.stringContaining("base.shapes.0.halfSizes.1") },
    ],
    [
      "a capsule without a length",
      {
        ...anymalC,
        base: { ...anymalC.base, shapes: [{ kind: "capsule", from: [0, 0, 1], to: [0, 0, 1], radius: 0.1 }] },
      },
      { code: "invalid-option", fix: expect.stringContaining("let from and to differ") },
    ],
    [
      "feet above the base",
      { ...anymalC, legs: anymalC.legs.map((leg) => ({ ...leg, foot: { ...leg.foot, position: [0, 0, 3] } })) },
      { code: "invalid-standing-pose", message: expect.stringContaining("above its base") },
    ],
    [
      "a body in the ground",
      {
        ...anymalC,
        base: { ...anymalC.base, shapes: [{ kind: "box", center: [0, 0, -0.5], halfSizes: [0.1, 0.1, 0.1] }] },
      },
      { code: "invalid-standing-pose", message: expect.stringContaining("a part other than a foot is in the ground") },
    ],
    [
      "a pose that falls",
      { ...anymalC, base: { ...anymalC.base, centerOfMass: [1.5, 0, 0] } },
      { code: "invalid-standing-pose", message: expect.stringContaining("leans by") },
    ],
    [
      "motors that cannot carry it",
      { ...anymalC, actuation: { ...anymalC.actuation, stiffness: 2 } },
      { code: "invalid-standing-pose" },
    ],
  ])("%s", async (_what, robot, expected) => {
    await expect(quadrupedEnvironment({ robot: robot as Robot })).rejects.toMatchObject(expected);
  });
});
