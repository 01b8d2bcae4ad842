import { describe, expect, it } from "vitest";
import { flatten, requireSame } from "./kept-training.js";

describe("settings of a kept training", () => {
  it("are flattened with dots, lists by place", () => {
    expect(flatten("preset", { gamma: 0.99, network: { hidden: [128, 64] }, off: null })).toEqual({
      "preset.gamma": 0.99,
      "preset.network.hidden.0": 128,
      "preset.network.hidden.1": 64,
      "preset.off": null,
    });
  });

  it("go on unchanged", () => {
    expect(() => requireSame("runs/a-1", { minutes: 9, seed: 1 }, { seed: 1, minutes: 9 })).not.toThrow();
  });

  it("are refused where they differ, with all that differ named", () => {
    const refused = () => requireSame("runs/a-1", { minutes: 9, seed: 1, "preset.clip": 1 }, { minutes: 8, seed: 1 });
    expect(refused).toThrow(/runs\/a-1 .* minutes was 9 and is 8; preset\.clip was 1 and is not set\./);
  });
});
