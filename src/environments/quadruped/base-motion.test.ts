import { describe, expect, it } from "vitest";
import { quadrupedEnvironment } from "./index.js";
import { idle, single, told } from "./testing/one-copy.js";

describe("the motion of a robot's base", () => {
  it("is positive ahead, to the left and turning left, in its own frame", async () => {
    const { state, layout, step, seen } = single(await quadrupedEnvironment(told(0)));
    const yaw = 2.5;
    state[3] = Math.cos(yaw / 2);
    state[6] = Math.sin(yaw / 2);
    // 1 m/s ahead and 0.5 m/s to the left, told in the world's frame
    state[layout.at.velocity] = Math.cos(yaw) - 0.5 * Math.sin(yaw);
    state[layout.at.velocity + 1] = Math.sin(yaw) + 0.5 * Math.cos(yaw);
    state[layout.at.velocity + 5] = 1;
    step(idle);
    const [ahead, left, , , , turning] = seen();
    expect(ahead).toBeGreaterThan(0.4);
    expect(left).toBeGreaterThan(0.15);
    expect(turning).toBeGreaterThan(0.3);
  });
});
