import { describe, expect, it } from "vitest";
import { mlp } from "../nn/index.js";
import { createRandom } from "../random/index.js";
import { decodeOnnx } from "../runtime/index.js";
import { box, dict, discrete } from "../spaces/index.js";
import { evaluate, gradients, ndArray, sum, type Tensor } from "../tensor/index.js";
import {
  type ActorCritic,
  createActorCritic,
  exportPolicy,
  type Network,
  type ObservationNormalizer,
  Policy,
  recurrentNetwork,
} from "./index.js";

// the hidden part lies between the others, so that a wrong cut would show
const observationSpace = dict({ a: box({ shape: [2] }), privileged: box({ shape: [3] }), z: box({ shape: [1] }) });
const SIZE = 6;
const actionSpace = box({ shape: [2], low: -1, high: 1 });
const criticOnly = ["privileged"];
const ROWS = 5;

const ownTrunk: Network = (scope, observation) => {
  const features = mlp(scope.scope("trunk"), observation, { hidden: [8], activation: "tanh" });
  return { policy: features, value: features };
};
const networks: readonly (readonly [name: string, network: Network])[] = [
  ["hidden layers", { hidden: [8] }],
  ["a network function whose features are shared", ownTrunk],
];

const build = (network: Network) => createActorCritic({ observationSpace, actionSpace, criticOnly, network });

/** Derivatives by the observation of the sums of tensors: [rows, SIZE] each. */
function sensitivities(model: ActorCritic, of: readonly Tensor[]): readonly Float64Array[] {
  const random = createRandom(4);
  const values = model.parameters.initialize(random).map((value) => value + 0.1);
  const observations = Float64Array.from({ length: ROWS * SIZE }, () => random.normal());
  return of.map((tensor) => {
    const bound = model.parameters.bind({ loss: sum(tensor) });
    const [gradient] = gradients(bound.loss, [model.observation]);
    const [result] = evaluate([gradient!], {
      observation: ndArray([ROWS, SIZE], observations),
      parameters: ndArray([values.length], Float64Array.from(values)),
    });
    return Float64Array.from(result!.data);
  });
}

const columns = (values: Float64Array, from: number, to: number) =>
  [...values].filter((_, i) => i % SIZE >= from && i % SIZE < to);

describe("what only the critic sees", () => {
  it.each(networks)("reaches the value and not the policy: %s", (_name, network) => {
    const model = build(network);
    const [policy, value] = sensitivities(model, [model.head.distribution.parameters, model.value]);
    expect(columns(policy!, 2, 5).every((slope) => slope === 0)).toBe(true);
    for (const [from, to] of [
      [0, 2],
      [5, 6],
    ] as const) {
      expect(columns(policy!, from, to).every((slope) => slope !== 0)).toBe(true);
    }
    expect([...value!].every((slope) => slope !== 0)).toBe(true);
  });

  it("takes no weights of the policy's", () => {
    const shapes = new Map(build({ hidden: [8] }).parameters.layout.map(({ name, shape }) => [name, shape]));
    expect(shapes.get("policy/layer0/weight")).toEqual([3, 8]);
    expect(shapes.get("value/layer0/weight")).toEqual([6, 8]);
  });

  const normalizer: ObservationNormalizer = {
    mean: Float64Array.of(1, -1, 5, 6, 7, 0.5),
    variance: Float64Array.of(1, 4, 9, 16, 25, 0.25),
    epsilon: 1e-8,
    clip: 10,
  };
  it.each([
    ...networks.map(([name, network]) => ({ name, network, normalizer: undefined })),
    ...networks.map(([name, network]) => ({ name: `${name}, normalized`, network, normalizer })),
    { name: "a memory", network: { hidden: [8], memory: { size: 4 } }, normalizer },
  ])("is no input of the exported policy, which acts the same without it: $name", async ({ network, normalizer }) => {
    const model = build(network);
    const random = createRandom(2);
    const parameters = model.parameters.initialize(random).map((value) => value + 0.05);
    const metadata = { environment: "Test-v0", observationSpace, actionSpace, algorithm: "ppo", steps: 7 };
    const onnx = exportPolicy({ model, parameters, normalizer, metadata });
    const inputs = decodeOnnx(onnx).inputs.map(({ name }) => name);
    expect(inputs.filter((name) => name.startsWith("observation"))).toEqual(["observation.a", "observation.z"]);
    const policy = await Policy.fromOnnx(onnx);
    expect(policy.metadata.observationSpace).toEqual(dict({ a: box({ shape: [2] }), z: box({ shape: [1] }) }));

    // the model itself, with anything in the hidden places
    const raw = Float32Array.from({ length: ROWS * SIZE }, () => random.normal());
    const normalized = Float64Array.from(raw, (x, i) =>
      normalizer ? (x - normalizer.mean[i % SIZE]!) / Math.sqrt(normalizer.variance[i % SIZE]! + 1e-8) : x,
    );
    const seen = raw.filter((_, i) => i % SIZE < 2 || i % SIZE === 5);
    const { head } = model.memory?.step ?? model;
    const bound = model.parameters.bind({ distribution: head.distribution.parameters });
    const [expected] = evaluate([bound.distribution], {
      observation: ndArray([ROWS, SIZE], normalized),
      parameters: ndArray([parameters.length], Float64Array.from(parameters)),
      ...(model.memory && {
        state: ndArray([ROWS, model.memory.stateSize], new Float64Array(ROWS * model.memory.stateSize)),
      }),
    });
    const { distribution, values } = await policy.viewBatch(seen);
    distribution.forEach((value, i) => {
      expect(value).toBeCloseTo(expected!.data[i]!, 4);
    });
    expect([...values].every(Number.isFinite)).toBe(true);
    const act = await policy.act({ a: [0.1, 0.2], z: [0.3] });
    expect(act.action).toHaveLength(2);
  });

  it("lets every parameter of the critic be found again in the file, for warm starts", async () => {
    const model = build({ hidden: [8] });
    const parameters = model.parameters.initialize(createRandom(2));
    const metadata = { environment: "Test-v0", observationSpace, actionSpace, algorithm: "ppo", steps: 7 };
    const { constants } = await Policy.fromOnnx(exportPolicy({ model, parameters, normalizer, metadata }));
    for (const { name, size } of model.parameters.layout) expect(constants.get(name)).toHaveLength(size);
    expect(constants.get("normalizer/shift")).toHaveLength(SIZE);
  });

  it("cannot go with one trunk for both, nor with a recurrent network function", () => {
    expect(() => build({ shared: true })).toThrow(
      expect.objectContaining({ code: "invalid-option", message: expect.stringContaining('"privileged"') }),
    );
    const recurrent = recurrentNetwork(4, (scope, observation, recur) => {
      const features = recur(scope.scope("memory"), observation);
      return { policy: features, value: features };
    });
    expect(() => build(recurrent)).toThrow(expect.objectContaining({ code: "unsupported-network" }));
  });

  it("gives images of both a trunk each", () => {
    const pixels = box({ shape: [36, 36, 1], low: 0, high: 255 });
    const model = createActorCritic({
      observationSpace: dict({ camera: pixels, privileged: box({ shape: [2] }) }),
      actionSpace: discrete(2),
      criticOnly,
    });
    const names = model.parameters.layout.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("shared"))).toEqual([]);
    expect(names).toContain("policy/camera/convolution0/weight");
    expect(names).toContain("value/camera/convolution0/weight");
  });
});
