import { describe, expect, it } from "vitest";
import { a2c, surrogate } from "./index.js";
import { practice } from "./testing/learn.js";
import { twoStates } from "./testing/probes.js";

const small = { nEnvs: 4, nSteps: 16, network: { hidden: [16] } } as const;

async function parametersAfter(updates: number, options: Parameters<typeof a2c>[0]) {
  const { learn, learner } = await practice(twoStates(), a2c({ ...small, ...options }));
  await learn(updates);
  return learner.parameters.slice();
}

describe("A2C", () => {
  it("takes one step for each fragment", async () => {
    const { learn } = await practice(twoStates(), a2c(small));
    expect((await learn(1))["charts/gradient_steps"]).toBe(1);
  });

  it("has the settings of the published one", () => {
    expect(a2c().options).toMatchObject({
      nEnvs: 8,
      nSteps: 5,
      gamma: 0.99,
      gaeLambda: 1,
      learningRate: 7e-4,
      optimizer: "rmsprop",
      rmspropAlpha: 0.99,
      rmspropEpsilon: 1e-5,
      valueCoefficient: 0.5,
      entropyCoefficient: 0,
      maxGradNorm: 0.5,
      normalizeAdvantage: false,
    });
  });

  it("moves otherwise by RMSProp than by Adam, and RMSProp by its α and ε", async () => {
    const variants = await Promise.all([
      parametersAfter(2, { optimizer: "adam" }),
      parametersAfter(2, { optimizer: "rmsprop" }),
      parametersAfter(2, { optimizer: "rmsprop", rmspropAlpha: 0.9 }),
      parametersAfter(2, { optimizer: "rmsprop", rmspropEpsilon: 1e-2 }),
    ]);
    for (const [i, one] of variants.entries()) {
      for (const other of variants.slice(i + 1)) expect(one).not.toEqual(other);
    }
  });

  it("takes the surrogate's first step: at π = μ both gradients are the same", async () => {
    const options = { ...small, gaeLambda: 0.9, normalizeAdvantage: true, learningRate: 1e-2 };
    const advantage = await practice(twoStates(), a2c({ ...options, optimizer: "adam" }));
    const weighted = await practice(twoStates(), surrogate({ ...options, nEpochs: 1 }));
    const [one, other] = [await advantage.learn(1), await weighted.learn(1)];
    expect(one["losses/gradient_norm"]).toBeCloseTo(other["losses/gradient_norm"]!, 5);
    for (const [i, parameter] of advantage.learner.parameters.entries()) {
      expect(parameter).toBeCloseTo(weighted.learner.parameters[i]!, 4);
    }
  });
});
