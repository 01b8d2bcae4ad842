import { describe, expect, it } from "vitest";
import { type QuadrupedOptions, quadrupedEnvironment } from "./index.js";

describe("what is wrong with a task is named", () => {
  it.each<[string, object, object]>([
    [
      "a range the wrong way round",
      { commands: { forward: [1, -1] } },
      { code: "invalid-option", message: expect.stringContaining("commands.forward") },
    ],
    ["a range that is no number", { commands: { yaw: [0, Number.NaN] } }, { code: "invalid-option" }],
    [
      "an unknown reward",
      { rewards: { airtime: 1 } },
      { code: "unknown-option", fix: expect.stringContaining("airTime") },
    ],
    ["a negative friction", { randomization: { friction: [-1, 1] } }, { code: "invalid-option" }],
    [
      "a command that no machine on legs can follow",
      { commands: { forward: [-1, 1000] } },
      {
        message: expect.stringContaining('"commands.forward.1" is 1000'),
        fix: expect.stringContaining("20 or less"),
      },
    ],
    [
      "a delay in milliseconds",
      { sensing: { delay: [0, 40] } },
      { message: expect.stringContaining('"sensing.delay.1" is 40'), fix: expect.stringContaining("1 or less") },
    ],
    [
      "a latency in milliseconds",
      { randomization: { latency: [10, 20] } },
      { message: expect.stringContaining('"randomization.latency.0" is 10') },
    ],
    ["an unknown robot", { robot: "spot" }, { code: "unknown-robot" }],
  ])("%s", async (_what, options, expected) => {
    await expect(quadrupedEnvironment(options as QuadrupedOptions)).rejects.toMatchObject(expected);
  });
});
