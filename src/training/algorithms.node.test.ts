import { describe, expect, it } from "vitest";
import { algorithmNames, createAlgorithm } from "../algorithms/index.js";
import { resume, train } from "./index.js";
import { contentsOf } from "./testing/contents.js";
import { forgetful, forgetfulBox } from "./testing/environments.js";
import { reportsOf, temporaryRuns } from "./testing/runs.js";

const folder = temporaryRuns();
const small = { nEnvs: 4, nSteps: 32, network: { hidden: [16] } };
/** Algorithms that use a fragment in minibatches need one that fits; a replay buffer shall have gone round. */
const optionsOf = (name: string) => ({
  ...small,
  ...("batchSize" in createAlgorithm(name).options && { batchSize: 64 }),
  ...(name === "sac" && { trainFrequency: 8, bufferSize: 600 }),
});
const normalized = { normalizeObservation: true, normalizeReward: true };
/** Soft Actor-Critic normalizes nothing and needs actions with bounds. */
const taskOf = (name: string) =>
  name === "sac"
    ? { environment: "Pendulum-v1", algorithm: createAlgorithm(name, optionsOf(name)) }
    : { environment: "CartPole-v1", algorithm: createAlgorithm(name, { ...optionsOf(name), ...normalized }) };

describe.each([...algorithmNames])("a run of %s", (name) => {
  it("that is left and resumed equals one that never stopped, bit for bit", async () => {
    const settings = {
      ...taskOf(name),
      totalSteps: 8 * 128,
      evaluation: { everySteps: 512, episodes: 2 },
      seed: 3,
    };
    const [whole, broken] = [folder(`${name} whole`), folder(`${name} broken`)];
    await train({ ...settings, out: whole }).finish();
    await reportsOf(train({ ...settings, out: broken }), 3);
    await reportsOf(await resume(broken), 2);
    await reportsOf(await resume(broken));
    expect(contentsOf(broken)).toEqual(contentsOf(whole));
  });

  it("goes on where the environment cannot restore its episodes", async () => {
    const out = folder(`${name} forgetful`);
    const algorithm = createAlgorithm(name, optionsOf(name));
    const environment = name === "sac" ? forgetfulBox : forgetful;
    await reportsOf(train({ environment, algorithm, totalSteps: 6 * 128, evaluation: false, out }), 3);
    const after = await reportsOf(await resume(out, { environment }));
    expect(after).toHaveLength(3);
    for (const { metrics } of after) {
      for (const value of Object.values(metrics)) expect(value).not.toBe(Number.POSITIVE_INFINITY);
    }
  });
});
