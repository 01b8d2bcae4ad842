import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import {
  defineLunarLander,
  defineLunarLanderContinuous,
  type LunarLanderOptions,
  lunarLander,
  lunarLanderContinuous,
} from "./lunar-lander.js";
import { moonHeights, PAD_HEIGHT } from "./moon.js";
import { landContinuous, landDiscrete } from "./testing/controllers.js";
import { createWind } from "./wind.js";

/** The return of an episode, and why it ended. */
function land(seed: number, kind: "discrete" | "continuous") {
  const environment = (kind === "discrete" ? lunarLander : lunarLanderContinuous).create!(createRandom(seed));
  let observation: ArrayLike<number> = environment.reset();
  let total = 0;
  for (let step = 0; step < 1000; step++) {
    const action = kind === "discrete" ? landDiscrete(observation)[0]! : landContinuous(observation);
    const result = (environment.step as (action: unknown) => ReturnType<typeof environment.step>)(action);
    observation = result.observation;
    total += result.reward;
    if (result.terminated) return { total, last: result.reward, observation };
  }
  return { total, last: 0, observation };
}

describe("the lunar lander", () => {
  it("is solved by a controller that lands it, with engines on or off and with throttles", () => {
    for (const kind of ["discrete", "continuous"] as const) {
      const landings = Array.from({ length: 8 }, (_, seed) => land(seed + 1, kind));
      expect(landings.filter(({ last }) => last === 100).length).toBeGreaterThanOrEqual(6);
      expect(landings.reduce((sum, { total }) => sum + total, 0) / 8).toBeGreaterThan(200);
    }
  });

  it("costs 100 when it falls", () => {
    const environment = lunarLander.create!(createRandom(2));
    environment.reset();
    let result = environment.step(0);
    while (!result.terminated) result = environment.step(0);
    expect(result.reward).toBe(-100);
  });

  it("burns 0.3 per step at full power of the main engine and 0.03 of a side engine", () => {
    // the potential alone tells the rest of a step's reward
    const potential = ([x, y, speedX, speedY, angle, , left, right]: number[]) =>
      -100 * (Math.hypot(x!, y!) + Math.hypot(speedX!, speedY!) + Math.abs(angle!)) + 10 * (left! + right!);
    for (const [action, fuel] of [
      [[-1, 0], 0],
      [[0, 0], 0],
      [[1, 0], 0.3],
      [[0.5, 0.5], 0.225],
      [[-1, -0.75], 0.0225],
      [[2, 3], 0.33],
    ] as const) {
      const environment = lunarLanderContinuous.create!(createRandom(2));
      const before = potential([...environment.reset()]);
      const { reward, observation } = environment.step(Float32Array.from(action));
      expect(potential([...observation]) - before - reward).toBeCloseTo(fuel, 3);
    }
  });

  it("takes conditions under an id of its own", () => {
    const falling = (gravity: number) => {
      const environment = defineLunarLander("Light-v0", { gravity }).create!(createRandom(1));
      environment.reset();
      return environment.step(0).observation[3]!;
    };
    expect(falling(-1)).toBeGreaterThan(falling(-11));
    expect(defineLunarLanderContinuous("Windy-v0", { enableWind: true })).toMatchObject({
      id: "Windy-v0",
      rewardThreshold: 200,
      maxEpisodeSteps: 1000,
    });
  });

  it.each([
    [{ gravity: 0 }, "gravity is 0."],
    [{ gravity: -12 }, "gravity is -12."],
    [{ gravity: Number.NaN }, "gravity is NaN."],
    [{ windPower: -1 }, "windPower is -1."],
    [{ turbulencePower: Infinity }, "turbulencePower is Infinity."],
    [{ wind: true }, 'there is no option "wind".'],
  ])("refuses %o", (options, message) => {
    expect(() => defineLunarLander("Odd-v0", options as LunarLanderOptions)).toThrow(message);
  });

  it("refuses an engine it has not", () => {
    const environment = lunarLander.create!(createRandom(1));
    environment.reset();
    expect(() => environment.step(4)).toThrow("has no action 4");
  });
});

describe("the moon", () => {
  it("is level around the pad, and rough up to half of the view elsewhere", () => {
    for (let seed = 0; seed < 50; seed++) {
      const heights = [...moonHeights(createRandom(seed))];
      expect(heights).toHaveLength(11);
      for (const height of heights.slice(4, 7)) expect(height).toBeCloseTo(0.99 * PAD_HEIGHT, 12);
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...heights)).toBeLessThan((0.99 * 400) / 30 / 2);
    }
  });
});

describe("wind", () => {
  it("blows within its powers, both ways, and never the same", () => {
    const wind = createWind(createRandom(1), 15, 1.5);
    const forces: number[] = [];
    for (let i = 0; i < 2000; i++) {
      forces.push(wind.force);
      expect(Math.abs(wind.torque)).toBeLessThanOrEqual(1.5);
      wind.advance();
    }
    expect(Math.max(...forces)).toBeGreaterThan(10);
    expect(Math.min(...forces)).toBeLessThan(-10);
    expect(Math.max(...forces.map(Math.abs))).toBeLessThanOrEqual(15);
    expect(createWind(createRandom(2), 15, 1.5).force).not.toBe(forces[0]);
  });
});
