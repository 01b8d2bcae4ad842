import { describe, expect, it } from "vitest";
import type { ComparedPair, PairPlan } from "./comparison.js";
import { mergePlan } from "./merge-plan.js";
import { pairOf } from "./testing/comparisons.js";

const planOf = ({ environment, algorithm, module, threshold, options, totalSteps }: ComparedPair): PairPlan => ({
  environment,
  algorithm,
  module,
  threshold,
  options,
  totalSteps,
});
const saved = pairOf("CartPole-v1", "ppo", [500, 490]);
const statesOf = (...parameters: Parameters<typeof mergePlan>) =>
  mergePlan(...parameters).map(({ plan, runs, wanted }) => [
    plan.algorithm,
    [...runs.values()].map(({ status }) => status),
    wanted,
  ]);

describe("a plan laid over what a folder holds", () => {
  it("adds seeds", () => {
    expect(statesOf("d", [saved], [planOf(saved)], 3)).toEqual([["ppo", ["finished", "finished", "pending"], true]]);
  });

  it("keeps seeds and algorithms that are not asked for now", () => {
    const other = planOf(pairOf("CartPole-v1", "a2c", []));
    expect(statesOf("d", [saved], [other], 1)).toEqual([
      ["ppo", ["finished", "finished"], false],
      ["a2c", ["pending"], true],
    ]);
    expect(statesOf("d", [saved], [planOf(saved)], 1)).toEqual([["ppo", ["finished", "finished"], true]]);
  });

  it.each([
    ["the number of steps", { totalSteps: 80_000 }, "a number of steps of 60000, not 80000"],
    ["an option", { options: { gamma: 0.9, learningRate: 1e-3 } }, "gamma 0.99, not 0.9"],
    ["an option that there was not", { options: { ...saved.options, lambda: 1 } }, "lambda not set, not 1"],
    ["the module", { module: "/a.mjs" }, 'module null, not "/a.mjs"'],
  ])("is refused if it differs in %s", (_, change, named) => {
    expect(() => mergePlan("d", [saved], [{ ...planOf(saved), ...change }], 2)).toThrow(
      expect.objectContaining({
        code: "comparison-differs",
        message: `In d, ppo is trained on CartPole-v1 with ${named}.`,
        fix: expect.stringContaining("--overwrite"),
      }),
    );
  });
});
