import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { type AlgorithmName, algorithmNames } from "./algorithm-names.js";
import { createAlgorithm } from "./index.js";

function failure(name: string, options: object): UsageError {
  try {
    createAlgorithm(name, options);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return error as UsageError;
  }
  throw new Error(`${name} accepted ${JSON.stringify(options)}.`);
}

describe.each([...algorithmNames])("options of %s", (name) => {
  it("have defaults, which are plain JSON and can be given back", () => {
    const { options } = createAlgorithm(name);
    expect(createAlgorithm(name, JSON.parse(JSON.stringify(options))).options).toEqual(options);
  });

  it("an unknown key is named, with the nearest one", () => {
    const { message, fix } = failure(name, { gama: 0.9 });
    expect(message).toContain(`${name} has no option "gama"`);
    expect(fix).toContain('"gamma"');
  });

  it("a number out of range is named with the range", () => {
    const { message, fix } = failure(name, { gamma: 1.5 });
    expect(message).toContain('"gamma" is 1.5');
    expect(fix).toContain("1 or less");
  });

  it("the algorithm bears its name, and collects as it was told to", () => {
    const algorithm = createAlgorithm(name, { nEnvs: 4, nSteps: 64 });
    expect(algorithm.name).toBe(name);
    expect(algorithm.collection).toMatchObject({ nEnvs: 4, nSteps: 64, gamma: 0.99 });
  });
});

describe("options that cannot be", () => {
  const impossible: { name: AlgorithmName; options: object; message: string; fix: string }[] = [
    { name: "ppo-kl", options: { targetKl: 0 }, message: '"targetKl" is 0', fix: "greater than 0" },
    { name: "ppo-kl", options: { targetKl: -1 }, message: '"targetKl" is -1', fix: "greater than 0" },
    { name: "ppo", options: { targetKl: 0 }, message: '"targetKl" is 0', fix: "greater than 0" },
    { name: "ppo", options: { targetKl: -0.01 }, message: '"targetKl" is -0.01', fix: "greater than 0" },
    { name: "ppo", options: { desiredKl: 0 }, message: '"desiredKl" is 0', fix: "1e-8 or more" },
    { name: "ppo", options: { clipRange: 0 }, message: '"clipRange" is 0', fix: "greater than 0" },
    { name: "ppo", options: { clipRange: -0.2 }, message: '"clipRange" is -0.2', fix: "greater than 0" },
    { name: "ppo", options: { clipRange: 2 }, message: '"clipRange" is 2', fix: "1 or less" },
    { name: "ppo", options: { clipRange: { from: 0, to: 0.2 } }, message: '"clipRange.from"', fix: "greater than 0" },
    { name: "ppo", options: { clipRangeValue: 0 }, message: '"clipRangeValue" is 0', fix: "greater than 0" },
    { name: "trpo", options: { targetKl: 0 }, message: '"targetKl" is 0', fix: "more than 0" },
    { name: "trpo", options: { targetKl: -1 }, message: '"targetKl" is -1', fix: "more than 0" },
    { name: "npg", options: { targetKl: 0 }, message: '"targetKl" is 0', fix: "more than 0" },
    { name: "npg", options: { targetKl: -1 }, message: '"targetKl" is -1', fix: "more than 0" },
    { name: "ppo-lagrangian", options: { targetKl: -1 }, message: '"targetKl" is -1', fix: "greater than 0" },
    { name: "ppo-kl", options: { initialPenalty: 0 }, message: '"initialPenalty" is 0', fix: "greater than 0" },
    { name: "ppo-lagrangian", options: { targetKl: 0 }, message: '"targetKl" is 0', fix: "greater than 0" },
    { name: "ppo-lagrangian", options: { multiplierRate: 0 }, message: '"multiplierRate" is 0', fix: "greater than 0" },
    { name: "ppo-lagrangian", options: { initialMultiplier: -1 }, message: '"initialMultiplier"', fix: "0 or more" },
    { name: "is-pg", options: { vTrace: { rhoBar: 0 } }, message: '"vTrace.rhoBar" is 0', fix: "greater than 0" },
    { name: "is-pg", options: { vTrace: { rhobar: 1 } }, message: '"vTrace.rhobar"', fix: '"vTrace.rhoBar"' },
    { name: "is-pg", options: { batchSize: 100 }, message: "256 · 8 = 2048", fix: "128" },
    {
      name: "surrogate",
      options: { nEnvs: 1, nSteps: 1 },
      message: "one sample has no standard deviation",
      fix: "nSteps",
    },
    { name: "a2c", options: { optimizer: "sgd" }, message: '"optimizer" is "sgd"', fix: "rmsprop" },
    { name: "a2c", options: { rmspropAlpha: 2 }, message: '"rmspropAlpha" is 2', fix: "1 or less" },
    { name: "a2c", options: { nEpochs: 4 }, message: '"nEpochs"', fix: "nSteps" },
    { name: "reinforce", options: { returns: "half" }, message: '"returns" is "half"', fix: "reward-to-go" },
    { name: "reinforce", options: { episodesPerEnv: 0 }, message: '"episodesPerEnv" is 0', fix: "1 or more" },
    {
      name: "off-policy-reinforce",
      options: { weighting: "none" },
      message: '"weighting" is "none"',
      fix: "per-decision",
    },
    { name: "off-policy-reinforce", options: { refreshEvery: 0 }, message: '"refreshEvery" is 0', fix: "1 or more" },
    {
      name: "off-policy-reinforce",
      options: { behavior: "uniform" },
      message: '"behavior" is "uniform"',
      fix: "older-self",
    },
    { name: "off-policy-reinforce", options: { behavior: [] }, message: '"behavior" is []', fix: "fragments" },
  ];

  it.each(impossible)("$name: $options", ({ name, options, message, fix }) => {
    const error = failure(name, options);
    expect(error.message).toContain(message);
    expect(error.fix).toContain(fix);
  });
});
