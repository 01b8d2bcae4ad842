import { describe, expect, it } from "vitest";
import { type Algorithm, ppo, sac } from "../../algorithms/index.js";
import { resume, train } from "../index.js";
import { contentsOf } from "../testing/contents.js";
import { reportsOf, temporaryRuns } from "../testing/runs.js";

const folder = temporaryRuns();
const small = { nEnvs: 4, nSteps: 32, batchSize: 64, nEpochs: 2 };
const STEPS = 128;
const feedForward = ppo({ ...small, network: { hidden: [8] }, normalizeObservation: true, normalizeReward: true });
const recurrent = ppo({ ...small, network: { hidden: [8], memory: { cell: "gru", size: 8, sequenceLength: 8 } } });
const replaying = sac({
  nEnvs: 4,
  nSteps: 32,
  learningStarts: 64,
  batchSize: 16,
  bufferSize: 1000,
  network: { hidden: [8] },
});

const settings = (environment: string, algorithm: Algorithm) => ({
  environment,
  algorithm,
  totalSteps: 4 * STEPS,
  evaluation: { everySteps: 2 * STEPS, episodes: 2 },
  seed: 3,
});

describe.each([
  ["InvertedPendulum-v5", "ppo", feedForward],
  ["LunarLander-v3", "ppo", feedForward],
  ["Hopper-v5", "a policy with a memory", recurrent],
  ["Pendulum-v1", "sac", replaying],
  ["InvertedPendulum-v5", "sac", replaying],
])("a training on %s (%s) with environments in threads", (environment, name, algorithm) => {
  it("equals one in this thread, bit for bit, also where it is resumed with another number of threads", async () => {
    const task = settings(environment, algorithm);
    const [whole, broken] = [`${environment} ${name} whole`, `${environment} ${name} broken`].map(folder);
    await train({ ...task, actors: { threads: 0 }, out: whole! }).finish();
    await reportsOf(train({ ...task, actors: { threads: 2 }, out: broken! }), 1);
    await reportsOf(await resume(broken!, { actors: { threads: 0 } }), 1);
    await reportsOf(await resume(broken!, { actors: { threads: 3 } }));
    expect(contentsOf(broken!)).toEqual(contentsOf(whole!));
  });
});

describe.each([
  ["InvertedPendulum-v5", "ppo", feedForward],
  ["LunarLander-v3", "ppo", feedForward],
  ["CartPole-v1", "a policy with a memory", recurrent],
])("a training on %s (%s) with overlapped collection", (environment, name, algorithm) => {
  it("is resumed exactly, with threads or without", async () => {
    const task = settings(environment, algorithm);
    const [whole, broken] = [`${environment} ${name} overlapped`, `${environment} ${name} overlapped broken`].map(
      folder,
    );
    const reports = await reportsOf(train({ ...task, actors: { threads: 0, overlap: true }, out: whole! }));
    expect(reports[0]!.metrics["ratios/first_deviation"]).toBeLessThanOrEqual(1e-5);
    expect(reports[1]!.metrics["ratios/first_deviation"]).toBeGreaterThan(1e-4);
    await reportsOf(train({ ...task, actors: { threads: 2, overlap: true }, out: broken! }), 1);
    await reportsOf(await resume(broken!, { actors: { threads: 0 } }), 1);
    await reportsOf(await resume(broken!));
    expect(contentsOf(broken!)).toEqual(contentsOf(whole!));
  });
});

describe.each([
  ["Hopper-v5", "ppo", feedForward],
  ["CartPole-v1", "a policy with a memory", recurrent],
])("a training on %s (%s) with two processes that act", (environment, name, algorithm) => {
  it("is resumed exactly, and begins by the policy that collected", async () => {
    const task = { ...settings(environment, algorithm), actors: { overlap: true, processes: 2 } };
    const [whole, broken] = [`${environment} ${name} processes`, `${environment} ${name} processes broken`].map(folder);
    const reports = await reportsOf(train({ ...task, out: whole! }));
    // log μ of every copy is in its place
    expect(reports[0]!.metrics["ratios/first_deviation"]).toBeLessThanOrEqual(1e-5);
    expect(reports[1]!.metrics["ratios/first_deviation"]).toBeGreaterThan(1e-4);
    await reportsOf(train({ ...task, out: broken! }), 1);
    await reportsOf(await resume(broken!), 1);
    await reportsOf(await resume(broken!));
    expect(contentsOf(broken!)).toEqual(contentsOf(whole!));
  });
});

describe("overlapped collection", () => {
  it("is refused for an algorithm that learns between single steps, before anything runs", () => {
    const task = settings("Pendulum-v1", replaying);
    expect(() => train({ ...task, actors: { overlap: true } })).toThrow(
      expect.objectContaining({ code: "overlap-not-possible", message: expect.stringContaining('"sac" cannot learn') }),
    );
  });
});
