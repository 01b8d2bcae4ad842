import { describe, expect, it } from "vitest";
import { algorithmOf, changedOptions, experimentFor } from "./experiment.js";
import { algorithmsFor, environmentGroups } from "./tasks.js";

describe("an experiment", () => {
  it("has a preset that every algorithm accepts, for every environment of the menu", () => {
    for (const environment of environmentGroups.flatMap(({ ids }) => ids)) {
      for (const name of algorithmsFor(environment)) {
        expect(algorithmOf(experimentFor(environment, name)).name).toBe(name);
      }
    }
  });

  it("keeps of the options only what differs from the preset", () => {
    const experiment = experimentFor("CartPole-v1", "ppo");
    const { options } = algorithmOf(experiment);
    expect(changedOptions(experiment, options)).toEqual({});
    expect(changedOptions(experiment, { ...options, gamma: 0.9 })).toEqual({ gamma: 0.9 });
  });
});
