import { expect, it, vi } from "vitest";
import { loadEnvironment } from "../load-environment.js";
import { findEnvironment, listEnvironments } from "../registry.js";

vi.mock("planck", () => {
  throw new Error("Cannot find package 'planck'");
});

it("the Box2D environments are known without planck, and say what to install when they are used", async () => {
  const ids = ["LunarLander-v3", "LunarLanderContinuous-v3", "BipedalWalker-v3", "BipedalWalkerHardcore-v3"];
  expect(listEnvironments().map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  for (const id of ids) {
    await expect(loadEnvironment(findEnvironment(id))).rejects.toMatchObject({
      name: "UsageError",
      code: "missing-package",
      fix: "Install it beside proximal: npm install planck@1.5",
    });
  }
});
