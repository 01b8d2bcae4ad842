import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { quadrupedEnvironment } from "./index.js";
import { single, still } from "./testing/one-copy.js";

describe("sensors", () => {
  it("delay what is measured by the seconds asked for, and nothing else", async () => {
    const prompt = single(await quadrupedEnvironment(still));
    const late = single(await quadrupedEnvironment({ ...still, sensing: { noise: 0, delay: [0.04, 0.04] } }));
    const random = createRandom(4);
    const history = [prompt.seen()];
    for (let i = 0; i < 10; i++) {
      const actions = Float32Array.from({ length: 12 }, () => random.uniform(-0.5, 0.5));
      prompt.step(actions);
      late.step(actions);
      history.push(prompt.seen());
      const before = history[Math.max(0, history.length - 3)]!;
      expect([...late.seen().subarray(0, 9)]).toEqual([...before.subarray(0, 9)]);
      expect([...late.seen().subarray(12, 36)]).toEqual([...before.subarray(12, 36)]);
      expect([...late.seen().subarray(36)]).toEqual([...actions]);
    }
  });
});
