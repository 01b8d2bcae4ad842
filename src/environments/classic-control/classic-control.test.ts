import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { checkEnvironment } from "../checking/index.js";
import type { EnvironmentDefinition } from "../environment.js";
import { vectorize } from "../vectorize.js";
import { acrobot, cartPole, mountainCar, mountainCarContinuous, pendulum } from "./index.js";

const all: readonly EnvironmentDefinition[] = [cartPole, mountainCar, mountainCarContinuous, acrobot, pendulum];

describe("the classic-control environments", () => {
  it.each(all.map((definition) => [definition.id, definition] as const))("%s keeps the contract", (_id, definition) => {
    expect(checkEnvironment(definition, { steps: 2000 }).problems).toEqual([]);
  });

  it("have Gymnasium's time limits and thresholds", () => {
    expect(all.map(({ id, maxEpisodeSteps, rewardThreshold }) => [id, maxEpisodeSteps, rewardThreshold])).toEqual([
      ["CartPole-v1", 500, 475],
      ["MountainCar-v0", 200, -110],
      ["MountainCarContinuous-v0", 999, 90],
      ["Acrobot-v1", 500, -100],
      ["Pendulum-v1", 200, undefined],
    ]);
  });

  it("start uniformly in Gymnasium's ranges", () => {
    const ranges: readonly (readonly [EnvironmentDefinition, number, number, number])[] = [
      [cartPole, 2, -0.05, 0.05],
      [mountainCar, 0, -0.6, -0.4],
      [mountainCarContinuous, 0, -0.6, -0.4],
      [acrobot, 5, -0.1, 0.1],
      [pendulum, 2, -1, 1],
    ];
    for (const [definition, element, low, high] of ranges) {
      const vector = vectorize(definition, 2000, createRandom(3));
      vector.reset();
      const values = Array.from({ length: 2000 }, (_, i) => vector.observations[i * vector.observationSize + element]!);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low - 1e-7);
      expect(Math.max(...values)).toBeLessThanOrEqual(high + 1e-7);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      // the mean of 2000 uniforms has standard deviation width / √(12 · 2000)
      expect(Math.abs(mean - (low + high) / 2)).toBeLessThan((4 * (high - low)) / Math.sqrt(24_000));
    }
  });

  it("CartPole moves as its equations say at every angle, whichever way sine and cosine are computed", () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(number, number, number, number, fc.boolean(), (x, v, angle, w, right) => {
        const state = Float64Array.of(x, v, angle, w);
        cartPole.dynamics!.step(state, 0, Int32Array.of(right ? 1 : 0), 0);
        const push = ((right ? 10 : -10) + 0.05 * w * w * Math.sin(angle)) / 1.1;
        const angular =
          (9.8 * Math.sin(angle) - Math.cos(angle) * push) / (0.5 * (4 / 3 - (0.1 * Math.cos(angle) ** 2) / 1.1));
        const linear = push - (0.05 * angular * Math.cos(angle)) / 1.1;
        const expected = [x + 0.02 * v, v + 0.02 * linear, angle + 0.02 * w, w + 0.02 * angular];
        expected.forEach((value, i) => {
          expect(Math.abs(state[i]! - value)).toBeLessThan(1e-14);
        });
      }),
    );
  });
});
