import { describe, expect, it } from "vitest";
import { UsageError } from "../../errors.js";
import { createAlgorithm, npg, trpo } from "../index.js";

function failureOf(run: () => unknown): UsageError {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("the options of trust regions", () => {
  it("are those of sb3-contrib by default", () => {
    expect(trpo().options).toMatchObject({
      nSteps: 2048,
      targetKl: 0.01,
      cgSteps: 15,
      damping: 0.1,
      lineSearchShrink: 0.8,
      lineSearchSteps: 10,
      criticUpdates: 10,
      learningRate: 1e-3,
      batchSize: 128,
      gaeLambda: 0.95,
      normalizeAdvantage: true,
      subSampling: 1,
    });
  });

  it.each([0, -0.01])("refuse a region of size %s", (targetKl) => {
    for (const algorithm of [trpo, npg]) {
      const { message, fix } = failureOf(() => algorithm({ targetKl }));
      expect(message).toContain(`"targetKl" is ${targetKl}`);
      expect(fix).toContain("more than 0");
    }
  });

  it.each([0, 1, 1.2])("refuse to shrink by %s", (lineSearchShrink) => {
    expect(failureOf(() => trpo({ lineSearchShrink })).message).toContain('"lineSearchShrink"');
  });

  it("name the nearest option for one that does not exist", () => {
    expect(failureOf(() => trpo({ dampng: 1 } as object)).fix).toContain('"damping"');
    expect(failureOf(() => npg({ lineSearchSteps: 3 } as object)).message).toContain(
      'npg has no option "lineSearchSteps"',
    );
  });

  it("refuse a batch that does not divide the samples, with a size that does", () => {
    const { message, fix } = failureOf(() => trpo({ nSteps: 100, nEnvs: 2, batchSize: 64 }));
    expect(message).toContain("100 · 2 = 200");
    expect(fix).toContain("for example 50");
  });

  it("refuse to normalize one advantage", () => {
    expect(failureOf(() => npg({ nSteps: 1, batchSize: 1 })).message).toContain("one sample");
  });

  it("can be given by the algorithm's name", () => {
    expect(createAlgorithm("trpo", { targetKl: 0.02 }).options).toMatchObject({ targetKl: 0.02 });
    expect(createAlgorithm("npg").name).toBe("npg");
  });
});
