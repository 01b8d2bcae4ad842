import { describe, expect, it } from "vitest";
import { type Algorithm, ppo } from "../algorithms/index.js";
import { type EnvironmentDefinition, pendulum } from "../environments/index.js";
import { walk } from "../environments/testing.js";
import { RunError } from "../errors.js";
import type { Snapshot } from "../snapshot.js";
import type { RunStore } from "./run-store.js";
import { type SavedRun, TrainingRun, type TrainingSetup } from "./training-run.js";

const COPIES = 2;
const STEPS = 16;

const failure = () => new RunError({ code: "disk-full", message: "The disk is full.", fix: "Free some space." });

/** A store in memory that counts what it was asked for. */
function memoryStore(changes: Partial<RunStore> = {}) {
  const kept: { last?: SavedRun; rows: number[]; closed: number } = { rows: [], closed: 0 };
  const store: RunStore = {
    location: "there",
    clear: () => {},
    openSinks: () => ({ memory: { write: ({ step }) => kept.rows.push(step), close: () => kept.closed++ } }),
    saveSettings: () => {},
    saveCheckpoint: (name, snapshot) => {
      if (name === "last") kept.last = snapshot as unknown as SavedRun;
    },
    close: () => kept.closed++,
    ...changes,
  };
  return { kept, store };
}

/** `walk`, of which it is known how many copies are open; the ones after the first `sound` fail in their third step. */
function counted({ sound = Infinity, reset = () => {} }: { sound?: number; reset?: () => void } = {}) {
  const copies = { made: 0, open: 0 };
  const { create, dynamics: _, load: __, ...metadata } = walk;
  const definition: EnvironmentDefinition = {
    ...metadata,
    create: (random) => {
      const environment = create!(random) as ReturnType<NonNullable<EnvironmentDefinition["create"]>>;
      const fails = ++copies.made > sound;
      let steps = 0;
      copies.open++;
      return {
        ...environment,
        reset: () => {
          reset();
          return environment.reset();
        },
        step: (action) => {
          if (fails && ++steps === 3) throw new Error("out of order");
          return environment.step(action);
        },
        close: () => copies.open--,
      };
    },
  };
  return { definition, copies };
}

const runOf = (definition: EnvironmentDefinition, changes: Partial<TrainingSetup> = {}) =>
  new TrainingRun({
    definition,
    algorithm: ppo({ nEnvs: COPIES, nSteps: STEPS / COPIES, batchSize: STEPS, network: { hidden: [8] } }),
    seed: 1,
    totalSteps: 4 * STEPS,
    evaluation: false,
    until: undefined,
    checkpointSeconds: 30,
    actors: { threads: 0, ownShare: false, overlap: false, processes: 1, timeoutSeconds: 60 },
    sinks: [],
    module: undefined,
    warmStart: undefined,
    signal: undefined,
    openStore: undefined,
    ...changes,
  });

it("a run whose first checkpoint cannot be written says that nothing was saved, and leaves its store", async () => {
  const { kept, store } = memoryStore({
    saveCheckpoint: () => {
      throw failure();
    },
  });
  await expect(runOf(walk, { openStore: async () => store }).finish()).rejects.toMatchObject({
    code: "disk-full",
    fix: "Free some space. Training had taken 0 steps; nothing was saved.",
  });
  expect(kept.closed).toBe(2);
});

it("a run whose evaluation fails keeps what was learned before it, and says so", async () => {
  const { kept, store } = memoryStore();
  const { definition } = counted({ sound: COPIES });
  const evaluation = { everySteps: 3 * STEPS, episodes: 2 };
  await expect(runOf(definition, { evaluation, openStore: async () => store }).finish()).rejects.toMatchObject({
    name: "RunError",
    message: expect.stringContaining("out of order"),
    fix: expect.stringContaining("Training had taken 48 steps; the last checkpoint in there is of step 48."),
  });
  expect(kept.rows).toEqual([16, 32, 48]);
  expect(kept.last).toMatchObject({ steps: 48, iteration: 3 });

  const again = memoryStore();
  const checkpoint = structuredClone(kept.last) as unknown as Snapshot;
  const last = await runOf(walk, { checkpoint, openStore: async () => again.store }).finish();
  expect(last).toMatchObject({ steps: 64, iteration: 4 });
});

it("a checkpoint whose environments are laid out otherwise is perhaps another version's, whose policy can be used", async () => {
  const { kept, store } = memoryStore();
  await runOf(pendulum, { openStore: async () => store }).finish();
  const { dynamics, create: _, load: __, ...metadata } = pendulum;
  const larger = { ...metadata, dynamics: { ...dynamics!, stateSize: dynamics!.stateSize + 1 } };
  const checkpoint = structuredClone(kept.last) as unknown as Snapshot;
  await expect(runOf(larger, { checkpoint }).finish()).rejects.toMatchObject({
    code: "invalid-environment-state",
    fix: expect.stringMatching(/another version.*warmStart/),
  });
});

describe("the environments of a run are closed", () => {
  it("at its end", async () => {
    const { definition, copies } = counted();
    await runOf(definition).finish();
    expect(copies).toEqual({ made: COPIES, open: 0 });
  });

  it.each(["clear", "openSinks", "saveSettings", "saveCheckpoint"] as const)("where %s fails", async (name) => {
    const { definition, copies } = counted();
    const { store } = memoryStore({
      [name]: () => {
        throw failure();
      },
    });
    await expect(runOf(definition, { openStore: async () => store }).finish()).rejects.toMatchObject({
      code: "disk-full",
    });
    expect(copies).toEqual({ made: COPIES, open: 0 });
  });

  it("where the learner cannot be made", async () => {
    const { definition, copies } = counted();
    const algorithm: Algorithm = {
      ...ppo({ nEnvs: COPIES }),
      create: async () => {
        throw failure();
      },
    };
    await expect(runOf(definition, { algorithm }).finish()).rejects.toMatchObject({ code: "disk-full" });
    expect(copies).toEqual({ made: COPIES, open: 0 });
  });

  it("where the first reset fails, and where the checkpoint does not fit", async () => {
    const broken = counted({
      reset: () => {
        throw failure();
      },
    });
    await expect(runOf(broken.definition).finish()).rejects.toThrow("The disk is full.");
    expect(broken.copies).toEqual({ made: COPIES, open: 0 });

    const { kept, store } = memoryStore();
    await runOf(walk, { openStore: async () => store }).finish();
    const { definition, copies } = counted();
    const checkpoint = { ...structuredClone(kept.last), actor: {} } as unknown as Snapshot;
    await expect(runOf(definition, { checkpoint }).finish()).rejects.toThrow();
    expect(copies).toEqual({ made: COPIES, open: 0 });
  });
});
