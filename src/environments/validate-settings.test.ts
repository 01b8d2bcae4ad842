import { describe, expect, it } from "vitest";
import { validateSettings } from "./validate-settings.js";

const circular: Record<string, unknown> = { size: 1 };
circular.inner = { outer: circular };

describe("what an environment was made with", () => {
  it("is plain data: infinite ends, keys left out and things that are mentioned twice are none the less", () => {
    const shared = { weight: 1 };
    const settings = {
      name: "a",
      on: true,
      none: null,
      range: [0, Infinity],
      left: undefined,
      one: shared,
      two: [shared],
    };
    expect(() => validateSettings("Corridor-v0", settings)).not.toThrow();
    expect(() => validateSettings("Corridor-v0", Object.assign(Object.create(null), settings))).not.toThrow();
  });

  it.each<[string, unknown, string]>([
    ["a text", "corridor", 'settings that is the string "corridor"'],
    ["null", null, "settings that is null"],
    ["a list", [1, 2], "settings that is 2 numbers"],
    ["a BigInt", { length: 1n }, "settings.length that is a bigint"],
    ["a cycle", circular, "settings.inner.outer that is part of itself"],
    ["a Map", { prizes: new Map([[1, 2]]) }, "settings.prizes that is a Map"],
    ["a Set", { prizes: [new Set([1])] }, "settings.prizes.0 that is a Set"],
    ["NaN", { length: Number.NaN }, "settings.length that is the number NaN"],
    ["a function", { reward: () => 1 }, "settings.reward that is a function"],
    ["a typed array", { map: Float32Array.of(1) }, "settings.map that is a Float32Array"],
    ["a date", { since: new Date(0) }, "settings.since that is a Date"],
    ["a hole in a list", { prizes: [undefined] }, "settings.prizes.0 that is undefined"],
  ])("is not %s", (_name, settings, message) => {
    expect(() => validateSettings("Corridor-v0", settings)).toThrow(
      expect.objectContaining({
        name: "UsageError",
        code: "invalid-environment",
        message: `Environment "Corridor-v0" has ${message}.`,
      }),
    );
  });
});
