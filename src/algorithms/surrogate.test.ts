import { describe, expect, it } from "vitest";
import { cartPole } from "../environments/index.js";
import { ppo, surrogate } from "./index.js";
import { practice } from "./testing/learn.js";

describe("the bare surrogate", () => {
  it("moves ten times further from the old policy in one update than PPO does", async () => {
    const collection = { nEnvs: 8, nSteps: 128 };
    const bare = await practice(cartPole, surrogate({ ...collection, nEpochs: 40, learningRate: 3e-3 }));
    const clipped = await practice(cartPole, ppo(collection));
    const divergences = { bare: 0, clipped: 0 };
    for (let update = 0; update < 3; update++) {
      divergences.bare += (await bare.learn(1))["losses/kl"]!;
      divergences.clipped += (await clipped.learn(1))["losses/kl"]!;
    }
    expect(divergences.bare).toBeGreaterThan(10 * divergences.clipped);
  });

  it("uses whole fragments", async () => {
    const { learn } = await practice(cartPole, surrogate({ nEnvs: 2, nSteps: 8, nEpochs: 5 }));
    expect((await learn(1))["charts/gradient_steps"]).toBe(5);
  });
});
