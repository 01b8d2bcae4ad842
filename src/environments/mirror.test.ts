import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { box, dict, discrete } from "../spaces/index.js";
import { defineEnvironment, type Mirror, type MirrorMap, mirrorRows } from "./index.js";
import { validateDefinition } from "./validate-definition.js";

/** Two numbers that change places and their signs, and one that only changes its sign. */
const mirror: Mirror = {
  observation: { from: [1, 0, 2], signs: [-1, -1, -1] },
  action: { from: [0], signs: [-1] },
};

const definition = (change: Partial<Mirror>, low = -1) =>
  defineEnvironment({
    id: "Mirrored-v0",
    observationSpace: box({ shape: [3] }),
    actionSpace: box({ shape: [1], low, high: 1 }),
    mirror: { ...mirror, ...change },
    create: () => ({
      reset: () => [0, 0, 0],
      step: () => ({ observation: [0, 0, 0], reward: 0, terminated: false }),
    }),
  });

describe("a mirror", () => {
  it("shows each row's image, and twice the row itself", () => {
    const image = new Float32Array(6);
    mirrorRows(mirror.observation, [9, 1, 2, 3, 4, 5, 6], 1, image, 0, 2);
    expect([...image]).toEqual([-2, -1, -3, -5, -4, -6]);
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 3, maxLength: 3 }), (row) => {
        const once = new Float32Array(3);
        const twice = new Float32Array(3);
        mirrorRows(mirror.observation, row, 0, once, 0, 1);
        mirrorRows(mirror.observation, once, 0, twice, 0, 1);
        expect([...twice]).toEqual(row);
      }),
    );
  });

  it("is accepted where it fits the spaces", () => {
    expect(definition({}).mirror).toEqual(mirror);
  });

  it.each([
    ["has no lists", { observation: {} as MirrorMap }, -1, "has not the two lists"],
    ["has no part for actions", { action: undefined as unknown as MirrorMap }, -1, "mirror.action has not"],
    ["has too few places", { observation: { from: [0], signs: [1] } }, -1, "1 places and 1 signs"],
    ["does not lead back", { observation: { from: [1, 2, 0], signs: [1, 1, 1] } }, -1, "does not lead back"],
    ["has signs that do not cancel", { observation: { from: [1, 0, 2], signs: [1, -1, 1] } }, -1, "does not lead back"],
    ["leads out of the bounds", {}, 0, "out of its bounds [0, 1]"],
  ] as const)("that %s is refused", (_, change, low, said) => {
    expect(() => definition(change, low)).toThrow(
      expect.objectContaining({ code: "invalid-environment", message: expect.stringContaining(said) }),
    );
  });

  it("of a dict of boxes goes through its parts, one after the other", () => {
    const parts = dict({ a: box({ shape: [1] }), b: box({ shape: [2], low: [-1, -2], high: [2, 1] }) });
    const change = (from: readonly number[]) => () =>
      validateDefinition({
        ...definition({}),
        observationSpace: parts,
        mirror: { ...mirror, observation: { from, signs: [-1, -1, -1] } },
      });
    expect(change([0, 2, 1])).not.toThrow();
    expect(change([0, 1, 2])).toThrow(
      expect.objectContaining({ message: expect.stringContaining("out of its bounds") }),
    );
  });

  it("of choices is refused", () => {
    const choices = { ...definition({}), actionSpace: discrete(2) };
    expect(() => validateDefinition(choices)).toThrow(
      expect.objectContaining({ code: "invalid-environment", message: expect.stringContaining("no box") }),
    );
  });
});
