import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { parseOptions } from "./options.js";

const schema = v.strictObject({
  activation: v.optional(v.union([v.picklist(["tanh", "relu"]), v.custom<() => void>((f) => typeof f === "function")])),
  color: v.optional(v.picklist(["red", "green", "blue"])),
  sizes: v.optional(v.array(v.number())),
  shared: v.optional(v.boolean()),
});
const fixOf = (input: unknown): string => {
  try {
    parseOptions("network", schema, input);
  } catch (error) {
    return (error as { fix: string }).fix;
  }
  return "accepted";
};

describe("what an option should have been", () => {
  it("is told in words", () => {
    expect(fixOf({ sizes: 3 })).toBe("Use a list.");
    expect(fixOf({ sizes: ["a"] })).toBe("Use a number.");
    expect(fixOf({ shared: 1 })).toBe("Use true or false.");
    expect(fixOf(5)).toBe("Use an object of options.");
  });

  it("suggests the nearest of several words", () => {
    expect(fixOf({ color: "gren" })).toBe('Did you mean "green"? Use "red", "green" or "blue".');
    expect(fixOf({ activation: "tahn" })).toMatch(/^Did you mean "tanh"\? /);
  });

  it("lists the words for a value that is none", () => {
    expect(fixOf({ color: 3 })).toBe('Use "red", "green" or "blue".');
  });

  it("is asked for where it is missing and has no default", () => {
    const named = v.strictObject({ foot: v.strictObject({ name: v.string() }) });
    expect(() => parseOptions("robot", named, { foot: {} })).toThrow('robot: option "foot.name" is missing.');
    expect(() => parseOptions("robot", named, {})).toThrow('robot: option "foot" is missing.');
    expect(() => parseOptions("robot", named, { foot: { name: undefined } })).toThrow('"foot.name" is undefined.');
  });

  it("suggests the nearest key for one that there is not", () => {
    expect(fixOf({ colour: "red" })).toBe('Did you mean "color"? Options: activation, color, sizes, shared.');
    expect(fixOf({ qqq: 1 })).toBe("Options: activation, color, sizes, shared.");
  });
});
