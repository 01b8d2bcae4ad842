import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { ppo } from "../algorithms/index.js";
import { findEnvironment, vectorize } from "../environments/index.js";
import { walk } from "../environments/testing.js";
import type { NetworkOptions } from "../policies/index.js";
import { createRandom } from "../random/index.js";
import { evaluatePolicy, resume, train } from "./index.js";
import { contentsOf } from "./testing/contents.js";
import { forgetful } from "./testing/environments.js";
import { reportsOf, temporaryRuns } from "./testing/runs.js";

const folder = temporaryRuns();
const small = { nEnvs: 4, nSteps: 32, batchSize: 64, nEpochs: 2 };
const STEPS = 128;
const network = (cell: "gru" | "lstm"): NetworkOptions => ({
  hidden: [8],
  memory: { cell, size: 8, sequenceLength: 8 },
});

describe.each(["gru", "lstm"] as const)("a run of a policy with a %s", (cell) => {
  it("that is left and resumed, twice, equals one that never stopped, bit for bit", async () => {
    const [whole, broken] = [folder(`${cell} whole`), folder(`${cell} broken`)];
    const settings = {
      environment: "CartPole-v1",
      algorithm: ppo({ ...small, normalizeObservation: true, network: network(cell) }),
      totalSteps: 6 * STEPS,
      evaluation: { everySteps: 256, episodes: 3 },
      seed: 3,
    };
    await train({ ...settings, out: whole }).finish();
    await reportsOf(train({ ...settings, out: broken }), 2);
    const [first] = await reportsOf(await resume(broken), 1);
    expect(first!.metrics["ratios/first_deviation"]).toBeLessThanOrEqual(1e-5);
    await reportsOf(await resume(broken));
    expect(contentsOf(broken)).toEqual(contentsOf(whole));
  });

  it("can be started from a policy of the same memory", async () => {
    const algorithm = ppo({ ...small, network: network(cell) });
    const source = train({ environment: walk, algorithm, totalSteps: 2 * STEPS, evaluation: false });
    await source.finish();
    const options = {
      environment: walk,
      algorithm,
      totalSteps: STEPS,
      evaluation: false,
      warmStart: source.policy,
    } as const;
    const started = train(options);
    const [report] = await reportsOf(started, 1);
    expect(report!.metrics["ratios/first_deviation"]).toBeLessThanOrEqual(1e-5);
    const other = train({ ...options, algorithm: ppo(small) });
    await expect(other.finish()).rejects.toMatchObject({ code: "warm-start-mismatch" });
  });
});

it("a run whose episodes cannot be restored goes on with nothing remembered", async () => {
  const out = folder("forgetful");
  const algorithm = ppo({ ...small, network: network("gru") });
  await reportsOf(train({ environment: forgetful, algorithm, totalSteps: 4 * STEPS, evaluation: false, out }), 2);
  const [first] = await reportsOf(await resume(out, { environment: forgetful }));
  expect(first!.metrics["ratios/first_deviation"]).toBeLessThanOrEqual(1e-5);
});

describe("a task that needs a memory", () => {
  const memory = findEnvironment("Memory-v0");
  const options = { nEnvs: 16, nSteps: 64, batchSize: 256, nEpochs: 4, learningRate: 2e-3, entropyCoefficient: 0.01 };
  const evaluation = { everySteps: 4096, episodes: 100 };
  const solving = (cell?: "gru" | "lstm") =>
    train({
      environment: "Memory-v0",
      algorithm: ppo({ ...options, network: { hidden: [32], ...(cell && { memory: { cell, size: 32 } }) } }),
      totalSteps: 32_768,
      until: 0.99,
      evaluation,
    });

  it.each(["gru", "lstm"] as const)("is solved with a %s, also as exported and in ONNX Runtime alone", async (cell) => {
    const run = solving(cell);
    await run.finish();
    expect(run.reachedUntil).toBe(true);
    const { policy } = run;
    expect((await evaluatePolicy(policy, memory)).mean).toBeGreaterThan(0.95);
    // whole episodes in plain onnxruntime-node
    const session = await InferenceSession.create(policy.toOnnx());
    const count = 20;
    const environment = vectorize(memory, count, createRandom(5));
    environment.reset();
    const noise = new Tensor("float32", new Float32Array(count * 2).fill(0.5), [count, 2]);
    let state: Tensor = new Tensor("float32", new Float32Array(count * policy.stateSize), [count, policy.stateSize]);
    const mirrored = new Float32Array(count * policy.stateSize);
    let total = 0;
    for (let t = 0; t < 10; t++) {
      const observation = new Tensor("float32", environment.observations.slice(), [count, 2]);
      const { action, next_state } = await session.run({ observation, noise, state });
      const actions = await policy.actBatch(environment.observations, { state: mirrored });
      expect([...(action!.data as Int32Array)]).toEqual([...actions]);
      for (const [i, value] of (next_state!.data as Float32Array).entries()) {
        expect(Math.abs(mirrored[i]! - value)).toBeLessThanOrEqual(1e-5);
      }
      environment.step(action!.data as Int32Array);
      total += environment.rewards.reduce((a, b) => a + b);
      state = next_state as Tensor;
    }
    expect(total / count).toBeGreaterThan(0.9);
  });

  it("is left to chance without one", async () => {
    const run = solving();
    await run.finish();
    expect(run.reachedUntil).toBe(false);
    expect(Math.abs((await run.evaluate(1000)).mean)).toBeLessThan(0.2);
  });
});
