import { describe, expect, it } from "vitest";
import { adaptPenalty, ppoKl } from "./index.js";
import { practice } from "./testing/learn.js";
import { twoStates } from "./testing/probes.js";

const small = { nEnvs: 4, nSteps: 16, batchSize: 64, network: { hidden: [16] } } as const;

describe("PPO with an adaptive KL penalty", () => {
  it("changes β once per iteration, by the exact divergence after the last pass", async () => {
    const { learn } = await practice(twoStates(), ppoKl({ ...small, targetKl: 1e-3, learningRate: 1e-3 }));
    const betas: number[] = [];
    let expected = 1;
    for (let update = 0; update < 12; update++) {
      const metrics = await learn(1);
      expect(metrics["trust_region/beta"]).toBe(expected);
      betas.push(expected);
      expected = adaptPenalty(expected, metrics["losses/kl"]!, 1e-3);
    }
    // it was doubled, or halved, at least once
    expect(new Set(betas).size).toBeGreaterThan(1);
  });

  it("halves β again and again where the policy hardly moves", async () => {
    const { learn } = await practice(twoStates(), ppoKl({ ...small, learningRate: 1e-7, initialPenalty: 8 }));
    const betas = [];
    for (let update = 0; update < 4; update++) betas.push((await learn(1))["trust_region/beta"]);
    expect(betas).toEqual([8, 4, 2, 1]);
  });

  it("doubles β where it moves too far, and that holds it back", async () => {
    const options = { ...small, learningRate: 2e-2, targetKl: 1e-4, nEpochs: 10 };
    const { learn } = await practice(twoStates(), ppoKl(options));
    const metrics = [];
    for (let update = 0; update < 15; update++) metrics.push(await learn(1));
    expect(metrics[1]!["trust_region/beta"]).toBe(2);
    expect(metrics[14]!["losses/kl"]).toBeLessThan(metrics[0]!["losses/kl"]!);
  });

  it("keeps β in the checkpoint", async () => {
    const algorithm = ppoKl({ ...small, learningRate: 1e-7 });
    const first = await practice(twoStates(), algorithm);
    await first.learn(3);
    const second = await practice(twoStates(), algorithm);
    second.learner.setState(structuredClone(first.learner.getState()));
    expect((await second.learn(1))["trust_region/beta"]).toBe(1 / 8);
  });
});
