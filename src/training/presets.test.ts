import { describe, expect, it } from "vitest";
import { algorithmNames, createAlgorithm } from "../algorithms/index.js";
import { listEnvironments } from "../environments/index.js";
import { algorithmPreset, type Preset, presetFor, train } from "./index.js";
import { mujocoPresets } from "./mujoco-presets.js";

const environments = [...listEnvironments().map(({ id }) => id), "None-v0", "toString"];

describe("presets", () => {
  it.each(environments)("of %s are options that every algorithm takes", (environment) => {
    for (const name of algorithmNames) {
      const { options, totalSteps } = algorithmPreset(presetFor(environment), name);
      expect(createAlgorithm(name, options).options).toMatchObject(options);
      expect(totalSteps).toBeGreaterThan(0);
    }
  });

  it("of PPO are the environment's own; an algorithm without one gets its defaults and the environment's budget", () => {
    const preset = presetFor("Acrobot-v1");
    expect(algorithmPreset(preset, "ppo")).toEqual({ totalSteps: preset.totalSteps, options: preset.ppo });
    expect(algorithmPreset(preset, "surrogate")).toEqual({ totalSteps: preset.totalSteps, options: {} });
    expect(algorithmPreset(preset, "toString")).toEqual({ totalSteps: preset.totalSteps, options: {} });
  });

  it("of MuJoCo's tasks normalize observations and rewards, which differ in size between tasks", () => {
    for (const preset of Object.values<Preset>(mujocoPresets)) {
      const { normalizeObservation, normalizeReward } = preset.ppo;
      expect({ normalizeObservation, normalizeReward }).toEqual({ normalizeObservation: true, normalizeReward: true });
    }
  });

  it("set the budget of a run by its algorithm", async () => {
    const { options, totalSteps } = algorithmPreset(presetFor("CartPole-v1"), "a2c");
    const run = train({ environment: "CartPole-v1", algorithm: createAlgorithm("a2c", options), evaluation: false });
    for await (const report of run) {
      expect(report.totalSteps).toBe(totalSteps);
      break;
    }
  });

  it.each(["reinforce", "a2c", "ppo-lagrangian", "ppo-kl"])("of %s reach 475 on CartPole", async (name) => {
    const { options } = algorithmPreset(presetFor("CartPole-v1"), name);
    const run = train({ environment: "CartPole-v1", algorithm: createAlgorithm(name, options), until: 475 });
    await run.finish();
    expect(run.reachedUntil).toBe(true);
  });
});
