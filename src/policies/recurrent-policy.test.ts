import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { createRandom } from "../random/index.js";
import { box, discrete } from "../spaces/index.js";
import {
  compileActing,
  createActorCritic,
  exportPolicy,
  type NetworkOptions,
  Policy,
  policyParameters,
} from "./index.js";

const observationSpace = box({ shape: [2], low: -1, high: 1 });
const actionSpace = discrete(3);
const STEPS = 30;

function build(memory: NetworkOptions["memory"]) {
  const network = { hidden: [8], ...(memory && { memory }) };
  const model = createActorCritic({ observationSpace, actionSpace, network });
  // Biases are 0, so that actions depend on what is seen.
  const parameters = model.parameters.initialize(createRandom(4)).map((value) => 2 * value);
  const normalizer = { mean: Float64Array.of(0.1, -0.2), variance: Float64Array.of(2, 0.5), epsilon: 1e-8, clip: 10 };
  const metadata = { environment: "Test-v0", observationSpace, actionSpace, algorithm: "ppo", steps: 1 };
  return { model, parameters, onnx: exportPolicy({ model, parameters, metadata, normalizer }), normalizer };
}

const episode = (seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length: STEPS }, () => Float32Array.of(random.uniform(-1, 1), random.uniform(-1, 1)));
};

describe.each(["gru", "lstm"] as const)("an exported policy with a %s", (cell) => {
  const { model, parameters, onnx, normalizer } = build({ cell, size: 6 });
  const { stateSize } = model.memory!;

  it("acts as the model does along a whole episode", async () => {
    const policy = await Policy.fromOnnx(onnx);
    const mode = await (await compileActing(model)).mode();
    await mode.use(parameters, 1);
    expect(policy.stateSize).toBe(stateSize);
    let state: Float32Array | undefined;
    let expected = new Float32Array(stateSize);
    const actions = new Set<unknown>();
    for (const raw of episode(1)) {
      const result = await policy.act(raw, { ...(state && { state }) });
      state = result.state!;
      const observation = raw.map((x, i) =>
        Math.fround(Math.fround(x - normalizer.mean[i]!) / Math.sqrt(normalizer.variance[i]! + normalizer.epsilon)),
      );
      const chosen = await mode.run({ observation, state: expected });
      expect(result.action).toBe(chosen.action[0]);
      expected = Float32Array.from(chosen.nextState!);
      for (const [i, value] of expected.entries()) expect(Math.abs(state[i]! - value)).toBeLessThan(1e-5);
      actions.add(result.action);
    }
    expect(actions.size).toBeGreaterThan(1);
  });

  it("acts for many at once, each with its own state, which is overwritten", async () => {
    const policy = await Policy.fromOnnx(onnx);
    const [first, second] = [episode(1), episode(2)];
    const batch = new Float32Array(2 * stateSize);
    let states: (Float32Array | undefined)[] = [undefined, undefined];
    for (let t = 0; t < STEPS; t++) {
      const results = [
        await policy.act(first[t]!, states[0] ? { state: states[0] } : {}),
        await policy.act(second[t]!, states[1] ? { state: states[1] } : {}),
      ];
      const actions = await policy.actBatch(Float32Array.of(...first[t]!, ...second[t]!), { state: batch });
      expect([...actions]).toEqual(results.map(({ action }) => action));
      states = results.map(({ state }) => state);
      const joined = states.flatMap((state) => [...state!]);
      for (const [i, value] of joined.entries()) expect(batch[i]).toBeCloseTo(value, 6);
    }
  });

  it("leaves the state that act is given as it was, and begins with zeros without one", async () => {
    const policy = await Policy.fromOnnx(onnx);
    const zeros = new Float32Array(stateSize);
    const withZeros = await policy.act([0.5, 0.5], { state: zeros });
    expect(zeros.every((value) => value === 0)).toBe(true);
    expect(await policy.act([0.5, 0.5])).toEqual(withZeros);
    expect(withZeros.state!.some((value) => value !== 0)).toBe(true);
  });

  it("names a state of another size", async () => {
    const policy = await Policy.fromOnnx(onnx);
    const acting = policy.act([0, 0], { state: new Float32Array(stateSize + 1) });
    await expect(acting).rejects.toBeInstanceOf(UsageError);
    await expect(acting).rejects.toMatchObject({ code: "invalid-state" });
  });

  it("gives its parameters to networks of the same memory only", async () => {
    const policy = await Policy.fromOnnx(onnx);
    expect(policyParameters(policy, model)).toEqual(parameters);
    for (const other of [undefined, { cell, size: 7 }]) {
      expect(() => policyParameters(policy, build(other).model)).toThrow("memory of");
    }
  });
});

it("a policy without a memory refuses a state", async () => {
  const policy = await Policy.fromOnnx(build(undefined).onnx);
  expect(policy.stateSize).toBe(0);
  expect((await policy.act([0, 0])).state).toBeUndefined();
  const acting = policy.act([0, 0], { state: new Float32Array(1) });
  await expect(acting).rejects.toMatchObject({ code: "invalid-state" });
});
