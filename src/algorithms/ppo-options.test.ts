import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { createAlgorithm, ppo } from "./index.js";

interface Example {
  readonly problem: string;
  readonly options: unknown;
  readonly message: readonly string[];
  readonly fix: readonly string[];
}

const impossible: Example[] = [
  {
    problem: "an unknown key is named, with the nearest one",
    options: { clipRnage: 0.2 },
    message: ['"clipRnage"'],
    fix: ['"clipRange"'],
  },
  {
    problem: "an unknown key of the network is named with its path",
    options: { network: { hiden: [64] } },
    message: ['"network.hiden"'],
    fix: ['"network.hidden"'],
  },
  {
    problem: "an unknown key of the exploration is named with its path",
    options: { exploration: { stateDependant: true } },
    message: ['"exploration.stateDependant"'],
    fix: ['"exploration.stateDependent"'],
  },
  {
    problem: "a wrong type is named with its value",
    options: { nEpochs: "ten" },
    message: ['"nEpochs"', '"ten"'],
    fix: ["number"],
  },
  {
    problem: "a fraction where a whole number is needed is named",
    options: { nSteps: 2.5 },
    message: ['"nSteps"', "2.5"],
    fix: ["whole number"],
  },
  {
    problem: "a number out of range is named with the range",
    options: { gamma: 1.5 },
    message: ['"gamma"', "1.5"],
    fix: ["1 or less"],
  },
  {
    problem: "NaN is named",
    options: { learningRate: Number.NaN },
    message: ['"learningRate"', "NaN"],
    fix: [],
  },
  {
    problem: "a bad end of a schedule is named with its path",
    options: { clipRange: { from: 0.2, to: -1 } },
    message: ['"clipRange.to"', "-1"],
    fix: ["0 or more"],
  },
  {
    problem: "an indivisible batch is named with all numbers and one that fits",
    options: { nSteps: 100, nEnvs: 3, batchSize: 64 },
    message: ["100 · 3 = 300", "64"],
    fix: ["60"],
  },
  {
    problem: "more samples than memory could hold are refused at once",
    options: { nSteps: 100_000_000, nEnvs: 1000, batchSize: 7 },
    message: ["100000000 · 1000"],
    fix: ["134217728"],
  },
  {
    problem: "the batch size suggested for a prime number of samples can normalize advantages",
    options: { nSteps: 7, nEnvs: 1, batchSize: 2 },
    message: ["7 · 1 = 7", "2"],
    fix: ["for example 7"],
  },
  {
    problem: "a batch of one sample cannot normalize advantages",
    options: { nSteps: 8, nEnvs: 1, batchSize: 1 },
    message: ["batchSize 1"],
    fix: ["normalizeAdvantage: false"],
  },
  {
    problem: "an unknown activation is named with those there are",
    options: { network: { activation: "rellu" } },
    message: ['"network.activation"', '"rellu"'],
    fix: ["relu"],
  },
  {
    problem: "a range of log standard deviations that is upside down is named",
    options: { exploration: { logStdRange: [2, -20] } },
    message: ["exploration.logStdRange", "[2,-20]"],
    fix: [],
  },
];

describe("options of ppo", () => {
  it.each(impossible)("$problem", ({ options, message, fix }) => {
    let thrown: unknown;
    try {
      ppo(options as object);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UsageError);
    for (const part of message) expect((thrown as UsageError).message).toContain(part);
    for (const part of fix) expect((thrown as UsageError).fix).toContain(part);
  });

  it("have the usual defaults", () => {
    expect(ppo().options).toMatchObject({
      nSteps: 256,
      nEnvs: 8,
      batchSize: 64,
      nEpochs: 10,
      gamma: 0.99,
      gaeLambda: 0.95,
      learningRate: 3e-4,
      clipRange: 0.2,
      clipRangeValue: null,
      entropyCoefficient: 0,
      valueCoefficient: 0.5,
      maxGradNorm: 0.5,
      normalizeAdvantage: true,
      targetKl: null,
      desiredKl: null,
      adaptPer: "minibatch",
    });
  });

  it("survive a round trip through JSON", () => {
    const { options } = ppo({ learningRate: { from: 1e-3, to: 0 }, network: { hidden: [32], activation: "relu" } });
    expect(createAlgorithm("ppo", JSON.parse(JSON.stringify(options))).options).toEqual(options);
  });
});

describe("algorithms by name", () => {
  it("suggest the nearest name", () => {
    try {
      createAlgorithm("pppo");
      expect.unreachable();
    } catch (error) {
      expect((error as UsageError).message).toContain('There is no algorithm "pppo"');
      expect((error as UsageError).fix).toContain('Did you mean "ppo"?');
    }
  });
});
