import { describe, expect, it } from "vitest";
import { createAlgorithm } from "../algorithms/index.js";
import { findEnvironment, listEnvironments } from "../environments/index.js";
import { decodeOnnx, loadProgram } from "../runtime/index.js";
import { algorithmPreset, evaluatePolicy, presetFor, train } from "./index.js";
import { sanityPresets } from "./sanity-presets.js";

const presetOf = (id: string, name: string) => {
  const { options, totalSteps } = algorithmPreset(presetFor(id), name);
  return { algorithm: createAlgorithm(name, options), totalSteps };
};

/** Of a policy that chooses uniformly among what is allowed. */
const randomReturns: Readonly<Record<string, number>> = {
  "Sign-v0": -1.5,
  "TimeLimit-v0": 8.4,
  "Masks-v0": 4,
  "MultiDiscrete-v0": 0.36,
  "MultiBinary-v0": 0.5,
  "Images-v0": 0.25,
  "Dict-v0": 0.125,
};

describe("sanity environments", () => {
  const ids = Object.keys(sanityPresets);

  it("are registered, each with a preset", () => {
    const registered = listEnvironments().map(({ id }) => id);
    expect(ids.filter((id) => !registered.includes(id))).toEqual([]);
  });

  // a memory is tested with its networks, in recurrent.node.test.ts
  const cases = ids
    .filter((id) => id !== "Memory-v0")
    .flatMap((id) => ["ppo", "a2c", "trpo"].map((name) => ({ id, name })));
  it.each(cases)("$id is solved by $name, and by the policy it exports", async ({ id, name }) => {
    const definition = findEnvironment(id);
    const threshold = definition.rewardThreshold!;
    const run = train({ environment: id, ...presetOf(id, name), until: threshold });
    await run.finish();
    expect(run.reachedUntil).toBe(true);
    const { mean } = await evaluatePolicy(run.policy, definition, { episodes: 100 });
    // reached in 20 episodes; in 100 others a little less may be met
    expect(mean).toBeGreaterThanOrEqual(threshold - 0.06 * Math.abs(threshold));
    // sampled actions may still explore, but what is sampled must have been learned, too
    const sampled = await evaluatePolicy(run.policy, definition, { episodes: 200, deterministic: false });
    const random = randomReturns[id]!;
    expect(sampled.mean).toBeGreaterThan(random + 0.2 * (threshold - random));
  });

  it("TimeLimit-v0: the value inside converges to 10, not to the 5.26 or 4.14 of time limits taken for ends", async () => {
    const { algorithm, totalSteps } = presetOf("TimeLimit-v0", "ppo");
    const run = train({ environment: "TimeLimit-v0", algorithm, totalSteps, evaluation: false });
    await run.finish();
    const onnx = run.policy.toOnnx();
    const program = await loadProgram(onnx, decodeOnnx(onnx).inputs);
    const { value } = await program.run({ observation: Float32Array.of(0, 1), noise: new Float32Array(4).fill(0.5) });
    for (const each of value as Float32Array) {
      expect(each).toBeGreaterThan(9.5);
      expect(each).toBeLessThan(10.5);
    }
  });
});
