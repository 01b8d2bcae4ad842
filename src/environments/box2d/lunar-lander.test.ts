import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { asEnvironment } from "../as-environment.js";
import type { EnvironmentDefinition } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import {
  defineLunarLander,
  defineLunarLanderContinuous,
  type LunarLanderOptions,
  lunarLander,
  lunarLanderContinuous,
} from "./lunar-lander.js";
import { landContinuous, landDiscrete } from "./testing/controllers.js";

/** The return of an episode, and why it ended. */
async function land(seed: number, kind: "discrete" | "continuous") {
  const definition = kind === "discrete" ? lunarLander : lunarLanderContinuous;
  const environment = asEnvironment(await loadEnvironment(definition as EnvironmentDefinition), createRandom(seed));
  let observation = environment.reset() as Float32Array;
  let total = 0;
  for (let step = 0; step < 1000; step++) {
    const action = kind === "discrete" ? landDiscrete(observation)[0]! : landContinuous(observation);
    const result = environment.step(action);
    observation = result.observation as Float32Array;
    total += result.reward;
    if (result.terminated) return { total, last: result.reward, observation };
  }
  return { total, last: 0, observation };
}

describe("the lunar lander", () => {
  it("is solved by a controller that lands it, with engines on or off and with throttles", async () => {
    for (const kind of ["discrete", "continuous"] as const) {
      const landings = await Promise.all(Array.from({ length: 8 }, (_, seed) => land(seed + 1, kind)));
      expect(landings.filter(({ last }) => last === 100).length).toBeGreaterThanOrEqual(6);
      expect(landings.reduce((sum, { total }) => sum + total, 0) / 8).toBeGreaterThan(200);
    }
  });

  it("costs 100 when it falls", async () => {
    const environment = asEnvironment(await loadEnvironment(lunarLander), createRandom(2));
    environment.reset();
    let result = environment.step(0);
    while (!result.terminated) result = environment.step(0);
    expect(result.reward).toBe(-100);
  });

  it("burns 0.3 per step at full power of the main engine and 0.03 of a side engine", async () => {
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
      const environment = asEnvironment(await loadEnvironment(lunarLanderContinuous), createRandom(2));
      const before = potential([...environment.reset()]);
      const { reward, observation } = environment.step(Float32Array.from(action));
      expect(potential([...observation]) - before - reward).toBeCloseTo(fuel, 3);
    }
  });

  it("takes conditions under an id of its own", async () => {
    const falling = async (gravity: number) => {
      const definition = defineLunarLander("Light-v0", { gravity });
      const environment = asEnvironment(await loadEnvironment(definition), createRandom(1));
      environment.reset();
      return environment.step(0).observation[3]!;
    };
    expect(await falling(-1)).toBeGreaterThan(await falling(-11));
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
    [{ wind: true }, 'has no option "wind".'],
  ])("refuses %o", (options, message) => {
    expect(() => defineLunarLander("Odd-v0", options as LunarLanderOptions)).toThrow(message);
  });

  it("refuses an engine it has not", async () => {
    const environment = asEnvironment(await loadEnvironment(lunarLander), createRandom(1));
    environment.reset();
    expect(() => environment.step(4)).toThrow("has no action 4");
  });
});
