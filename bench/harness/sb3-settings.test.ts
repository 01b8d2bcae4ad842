import { describe, expect, it } from "vitest";
import { resolvePpoOptions } from "../../src/algorithms/ppo-options.js";
import { sb3Settings } from "./sb3-settings.js";

describe("sb3Settings", () => {
  it("calls our options by Stable-Baselines3's names", () => {
    const settings = sb3Settings(
      resolvePpoOptions({
        nEnvs: 4,
        nSteps: 64,
        batchSize: 128,
        nEpochs: 5,
        gamma: 0.98,
        learningRate: { from: 1e-3, to: 0 },
        normalizeObservation: true,
        normalizeReward: true,
        network: { hidden: [32, 16], activation: "relu" },
        exploration: { initialLogStd: -1 },
      }),
    );
    expect(settings).toEqual({
      environments: 4,
      normalize: true,
      ppo: {
        n_steps: 64,
        batch_size: 128,
        n_epochs: 5,
        gamma: 0.98,
        gae_lambda: 0.95,
        learning_rate: { from: 1e-3, to: 0 },
        clip_range: 0.2,
        ent_coef: 0,
        vf_coef: 0.5,
        max_grad_norm: 0.5,
        policy_kwargs: { activation_fn: "relu", net_arch: { pi: [32, 16], vf: [32, 16] }, log_std_init: -1 },
      },
    });
  });

  it("refuses what Stable-Baselines3 has no word for", () => {
    for (const options of [
      { desiredKl: 0.01 },
      { learningRate: { from: 1e-3, to: 1e-4 } },
      { normalizeObservation: true },
      { exploration: { stateDependent: true } },
    ]) {
      expect(() => sb3Settings(resolvePpoOptions(options))).toThrow(
        expect.objectContaining({ code: "bench-no-sb3-settings" }),
      );
    }
  });
});
