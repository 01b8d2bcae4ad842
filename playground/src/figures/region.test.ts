import { describe, expect, it } from "vitest";
import type { Experiment } from "../experiment.js";
import { History } from "../history.js";
import { regionFigures } from "./region.js";

const history = new History();
history.add({
  names: ["losses/kl"],
  steps: Float64Array.of(256, 512, 1024),
  values: Float64Array.of(0.01, 0.02, 0.03),
});

const limitOf = (algorithm: string, options: Experiment["options"]) =>
  regionFigures(history, {
    environment: "CartPole-v1",
    algorithm,
    seed: 1,
    totalSteps: 1280,
    until: undefined,
    pauseAt: undefined,
    options: { nEnvs: 2, nSteps: 128, batchSize: 64, ...options },
    against: undefined,
  }).limit;

describe("the limit that an update is held to", () => {
  it("is the same for all where it is a number", () => {
    expect(limitOf("ppo-lagrangian", { targetKl: 0.02 })).toEqual([0.02, 0.02, 0.02]);
    expect(limitOf("ppo", { desiredKl: 0.01 })).toEqual([0.01, 0.01, 0.01]);
  });

  it("is what it was when each update began where it moves over training", () => {
    // updates begin at 0, 256 and 768 of 1280 steps
    const limit = limitOf("ppo", { desiredKl: { from: 0.05, to: 0.01 } })!;
    [0.05, 0.042, 0.026].forEach((expected, i) => {
      expect(limit[i]).toBeCloseTo(expected, 12);
    });
  });

  it("is none where nothing is asked for, or what is asked for is impossible", () => {
    expect(limitOf("ppo", {})).toBeUndefined();
    expect(limitOf("ppo", { desiredKl: -1 })).toBeUndefined();
  });
});
