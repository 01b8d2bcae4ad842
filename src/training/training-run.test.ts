import { expect, it } from "vitest";
import { ppo } from "../algorithms/index.js";
import { walk } from "../environments/testing.js";
import { RunError } from "../errors.js";
import { TrainingRun } from "./training-run.js";

it("a run whose first checkpoint cannot be written says that nothing was saved, and leaves its store", async () => {
  let closed = false;
  const run = new TrainingRun({
    definition: walk,
    algorithm: ppo({ nEnvs: 2, nSteps: 8, batchSize: 16, network: { hidden: [8] } }),
    seed: 1,
    totalSteps: 16,
    evaluation: false,
    until: undefined,
    checkpointSeconds: 30,
    actors: { threads: 0, ownShare: false, overlap: false, processes: 1, timeoutSeconds: 60 },
    sinks: [],
    module: undefined,
    warmStart: undefined,
    signal: undefined,
    openStore: async () => ({
      location: "there",
      clear: () => {},
      openSinks: () => ({}),
      saveSettings: () => {},
      saveCheckpoint: () => {
        throw new RunError({ code: "disk-full", message: "The disk is full.", fix: "Free some space." });
      },
      close: () => {
        closed = true;
      },
    }),
  });
  await expect(run.finish()).rejects.toMatchObject({
    code: "disk-full",
    fix: "Free some space. Training had taken 0 steps; nothing was saved.",
  });
  expect(closed).toBe(true);
});
