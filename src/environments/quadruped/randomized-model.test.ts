import { describe, expect, it } from "vitest";
import { quadrupedEnvironment } from "./index.js";
import { idle, single, still } from "./testing/one-copy.js";

describe("a model that differs from episode to episode", () => {
  it("sinks lower with a heavier base, and holds less with weaker motors", async () => {
    const heightWith = async (randomization: object) => {
      const { state, step } = single(
        await quadrupedEnvironment({ ...still, randomization: { ...still.randomization, ...randomization } }),
      );
      for (let i = 0; i < 60; i++) step(idle);
      return state[2]!;
    };
    const nominal = await heightWith({});
    expect(await heightWith({ baseMass: [0.4, 0.4] })).toBeLessThan(nominal - 0.003);
    expect(await heightWith({ motorStrength: [0.7, 0.7] })).toBeLessThan(nominal - 0.003);
    // what was changed for one copy is not left behind for another
    expect(await heightWith({})).toBe(nominal);
  });
});
