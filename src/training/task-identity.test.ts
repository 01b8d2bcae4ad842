import { describe, expect, it } from "vitest";
import { anymalC, defineEnvironment, quadrupedEnvironment } from "../environments/index.js";
import { box, discrete } from "../spaces/index.js";
import { describeTask, requireSameTask } from "./task-identity.js";

const made = (settings?: Readonly<Record<string, unknown>>) =>
  defineEnvironment({
    id: "Corridor-v0",
    observationSpace: box({ shape: [1] }),
    actionSpace: discrete(2),
    ...(settings && { settings }),
    create: () => {
      throw new Error("not made here");
    },
  });
const compare = (now: object | undefined, before: object | undefined) =>
  requireSameTask(
    "runs/a",
    made(now as Record<string, unknown>),
    describeTask(made(before as Record<string, unknown>)),
  );

describe("a run is resumed with the task that it began with", () => {
  it("which may be made anew, with its settings in another order", () => {
    expect(() => compare({ length: 5, prizes: [1, 2] }, { prizes: [1, 2], length: 5 })).not.toThrow();
  });

  it.each<[object, object, string]>([
    [{ length: 5 }, { length: 6 }, "Corridor-v0 has length 5, but runs/a was trained with 6."],
    [
      { prizes: { left: 1 } },
      { prizes: { left: 1, right: 2 } },
      "prizes.right not set, but runs/a was trained with 2.",
    ],
    [{ prizes: [1, 2] }, { prizes: [1] }, "prizes.1 2, but runs/a was trained with not set."],
    [{ prizes: [] }, { prizes: {} }, "prizes [], but runs/a was trained with {}."],
    [{ prizes: [1, 2] }, { prizes: [1, 3] }, "prizes.1 2, but runs/a was trained with 3."],
    [
      { range: [0, Infinity] },
      { range: [0, -Infinity] },
      'range.1 "Infinity", but runs/a was trained with "-Infinity".',
    ],
    [{ shape: [1] }, { shape: "round" }, 'shape [1], but runs/a was trained with "round".'],
  ])("%j is not %j", (now, before, message) => {
    expect(() => compare(now, before)).toThrow(message);
    expect(() => compare(now, before)).toThrow(expect.objectContaining({ code: "wrong-environment" }));
  });

  it("which may have got settings since that it did not have", () => {
    expect(() =>
      compare({ length: 5, wind: 0, prizes: { left: 1, right: 2 } }, { length: 5, prizes: { left: 1 } }),
    ).not.toThrow();
    expect(() => compare({ prizes: [{ left: 1, right: 2 }] }, { prizes: [{ left: 1 }] })).not.toThrow();
  });

  it("as far as its environment says, or said then, what it is made of", () => {
    expect(() => compare(undefined, { length: 5 })).not.toThrow();
    expect(() => compare({ length: 5 }, undefined)).not.toThrow();
  });

  it("and not with another robot of the same name, or other rewards", async () => {
    const robot = { ...anymalC, name: "packmule", rewards: { airTime: 1 } };
    const before = describeTask(await quadrupedEnvironment({ robot }));
    const heavier = { ...robot, base: { ...robot.base, mass: 30 } };
    for (const [options, message] of [
      [{ robot: { ...robot, rewards: { airTime: 2 } } }, "packmuleFlat-v0 has robot.rewards.airTime 2"],
      [{ robot: heavier }, "robot.base.mass 30"],
      [{ robot, rewards: { tilt: 0 } }, "rewards.tilt 0"],
      [{ robot, commands: { forward: [0, 1] as const } }, "commands.forward.0 0"],
    ] as const) {
      const changed = await quadrupedEnvironment(options);
      expect(() => requireSameTask("runs/a", changed, before)).toThrow(message);
    }
    const same = await quadrupedEnvironment({ robot: structuredClone(robot) });
    expect(() => requireSameTask("runs/a", same, before)).not.toThrow();
  });
});
