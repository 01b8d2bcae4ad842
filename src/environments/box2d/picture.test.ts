import { expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import type { Environment, EnvironmentDefinition, Picture } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import { bipedalWalkerHardcore } from "./bipedal-walker.js";
import { lunarLander } from "./lunar-lander.js";

async function start(definition: EnvironmentDefinition, seed: number): Promise<Environment<unknown, unknown>> {
  const { create } = await loadEnvironment(definition);
  const environment = create?.(createRandom(seed)) as Environment<unknown, unknown>;
  environment.reset();
  return environment;
}

const parts = (picture: Picture | undefined) => picture?.shapes.map(({ part }) => part) ?? [];

it("shows a lander in its place, its legs, the moon, and the engine that fires", async () => {
  const environment = await start(lunarLander as unknown as EnvironmentDefinition, 1);
  const [x = 0] = environment.reset() as Float32Array;
  const before = environment.picture?.();
  const hull = before?.shapes.find(({ part }) => part === "body")?.points ?? [];
  expect(hull).toHaveLength(12);
  const middle = hull.filter((_, i) => i % 2 === 0).reduce((a, b) => a + b, 0) / 6;
  // Observed from the middle of the view, which is 20 m wide, in halves of it.
  expect(middle).toBeCloseTo(10 + 10 * x, 1);
  expect(parts(before).filter((part) => part === "limb")).toHaveLength(2);
  expect(parts(before)).not.toContain("flame");
  environment.step(2);
  expect(parts(environment.picture?.())).toContain("flame");
});

it("shows a walker and the ground around it, and not all of the way", async () => {
  const environment = await start(bipedalWalkerHardcore as unknown as EnvironmentDefinition, 1);
  const picture = environment.picture?.();
  expect(parts(picture).filter((part) => part === "limb")).toHaveLength(4);
  const ground = picture?.shapes.filter(({ part }) => part === "ground") ?? [];
  expect(ground.length).toBeGreaterThan(20);
  expect(ground.length).toBeLessThan(80);
});
