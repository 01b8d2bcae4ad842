import { describe, expect, it } from "vitest";
import { anymalC, jointsOf, observationNames, quadrupedEnvironment } from "./index.js";
import { single, told } from "./testing/one-copy.js";

describe("an observation", () => {
  it("is laid out as its names say", async () => {
    const environment = await quadrupedEnvironment(told(0.75, -0.25, 0.5));
    const { seen, step } = single(environment);
    const actions = Float32Array.from({ length: 12 }, (_, i) => (i === 4 ? 0.5 : 0));
    for (let i = 0; i < 25; i++) step(actions);
    const observation = seen();
    const names = observationNames(jointsOf(anymalC).map(({ name }) => name));
    expect(names).toHaveLength(observation.length);
    const of = (name: string) => observation[names.indexOf(name)]!;
    expect(of("command.forward")).toBe(0.75);
    expect(of("command.lateral")).toBe(-0.25);
    expect(of("command.yaw")).toBe(0.5);
    expect(of("last_action.right_front_hfe")).toBe(0.5);
    // 0.5 · 0.5 rad, less what the weight takes
    expect(of("angle.right_front_hfe")).toBeGreaterThan(0.1);
    expect(Math.abs(of("angle.left_hind_hfe"))).toBeLessThan(0.15);
  });
});
