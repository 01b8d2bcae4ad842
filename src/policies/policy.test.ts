import { describe, expect, it } from "vitest";
import { UsageError } from "../errors.js";
import { createRandom } from "../random/index.js";
import { encodeOnnx, lowerToOnnx } from "../runtime/index.js";
import { box, dict, discrete, multiBinary, multiDiscrete, type Space } from "../spaces/index.js";
import { input, mul } from "../tensor/index.js";
import {
  type ActorCriticOptions,
  compileActing,
  createActorCritic,
  exportPolicy,
  type ObservationNormalizer,
  Policy,
} from "./index.js";

const ROWS = 16;

interface Case {
  readonly name: string;
  readonly observationSpace?: Space;
  readonly actionSpace: Space;
  readonly masked?: boolean;
  readonly exploration?: NonNullable<ActorCriticOptions["exploration"]>;
  readonly normalizer?: ObservationNormalizer;
}

const torque = box({ low: [-0.5, -1], high: [0.25, 2] });
const normalizer: ObservationNormalizer = {
  mean: Float64Array.of(1, -2, 0, 30),
  variance: Float64Array.of(4, 0.01, 1e-12, 100),
  epsilon: 1e-8,
  clip: 10,
};

const cases: Case[] = [
  { name: "categorical", actionSpace: discrete(3) },
  { name: "categorical from a start, normalized", actionSpace: discrete(3, { start: -1 }), normalizer },
  { name: "masked categorical", actionSpace: discrete(4, { start: 2 }), masked: true },
  { name: "Gaussian", actionSpace: torque },
  { name: "Gaussian, normalized", actionSpace: torque, normalizer },
  {
    name: "state-dependent exploration, normalized",
    actionSpace: torque,
    exploration: { stateDependent: true },
    normalizer,
  },
  { name: "squashed Gaussian, normalized", actionSpace: torque, exploration: { squashed: true }, normalizer },
  {
    name: "squashed Gaussian with a standard deviation for every state",
    actionSpace: torque,
    exploration: { squashed: true, stateDependentStd: true },
  },
  {
    name: "squashed state-dependent exploration",
    actionSpace: torque,
    exploration: { squashed: true, stateDependent: true },
  },
  {
    name: "actions of two axes",
    actionSpace: box({ shape: [2, 2], low: -1, high: 1 }),
    observationSpace: box({ shape: [2, 2], low: -1, high: 1 }),
  },
];

function build({
  observationSpace = box({ shape: [4], low: -100, high: 100 }),
  actionSpace,
  masked,
  exploration,
  normalizer,
}: Case) {
  const model = createActorCritic({
    observationSpace,
    actionSpace,
    masked: masked ?? false,
    network: { hidden: [16] },
    ...(exploration && { exploration }),
  });
  const random = createRandom(9);
  const parameters = model.parameters.initialize(random);
  // an untrained policy is nearly the same everywhere: large weights make differences show
  for (let i = 0; i < parameters.length; i++) parameters[i] = random.uniform(-1, 1);
  const metadata = { environment: "Test-v0", observationSpace, actionSpace, algorithm: "ppo", steps: 1234 };
  const onnx = exportPolicy({ model, parameters, normalizer, metadata });
  const observations = Float32Array.from({ length: ROWS * 4 }, () => random.uniform(-40, 40));
  const noise = new Float32Array(ROWS * model.noise.size);
  if (model.noise.kind === "normal") random.fillNormal(noise);
  else random.fillUniform(noise);
  const mask = Uint8Array.from({ length: ROWS * 4 }, (_, i) => (i % 4 === 1 ? 1 : random.integer(2)));
  return { model, parameters, metadata, onnx, observations, noise, mask: masked ? mask : undefined };
}

/** clip((x − mean) / √(variance + ε)), in float64, as the training environments normalize. */
function normalized(observations: Float32Array, statistics: ObservationNormalizer | undefined): Float32Array {
  if (!statistics) return observations;
  const { mean, variance, epsilon, clip } = statistics;
  return observations.map((x, i) => {
    const z = (x - mean[i % 4]!) / Math.sqrt(variance[i % 4]! + epsilon);
    return Math.min(Math.max(z, -clip), clip);
  });
}

/** What the environment is sent for what the training model chose. */
function sent(actions: ArrayLike<number>, { actionSpace: space, exploration }: Case): number[] {
  if (space.kind === "discrete") return Array.from(actions, (action) => action + space.start);
  const { low, high } = space as typeof torque;
  return Array.from(actions, (action, i) => {
    const [least, most] = [low[i % low.length]!, high[i % high.length]!];
    if (exploration?.squashed) return least + ((Math.tanh(action) + 1) / 2) * (most - least);
    return Math.min(Math.max(action, least), most);
  });
}

describe.each(cases)("an exported policy ($name)", (scenario) => {
  const built = build(scenario);
  const { model, parameters, onnx, observations, noise, mask } = built;

  it("acts as the model in training does, greedily and with given noise", async () => {
    const programs = await compileActing(model);
    const policy = await Policy.fromOnnx(onnx);
    const feeds = { parameters, observation: normalized(observations, scenario.normalizer), ...(mask && { mask }) };
    const greedy = sent((await (await programs.mode()).run(feeds)).action, scenario);
    const sampled = sent((await programs.sample.run({ ...feeds, noise })).action, scenario);
    const options = mask ? { mask } : {};
    const acted = await policy.actBatch(observations, options);
    const drawn = await policy.actBatch(observations, { ...options, deterministic: false, noise });
    expect(acted).toHaveLength(greedy.length);
    for (const [i, action] of greedy.entries()) expect(Math.abs(acted[i]! - action)).toBeLessThanOrEqual(1e-5);
    for (const [i, action] of sampled.entries()) expect(Math.abs(drawn[i]! - action)).toBeLessThanOrEqual(1e-5);
    expect([...drawn]).not.toEqual([...acted]);
    const view = await policy.viewBatch(observations, options);
    expect(view.actions).toEqual(acted);
    expect(view.values).toHaveLength(ROWS);
    expect(view.distribution).toHaveLength(ROWS * model.family.parameterSize);
    if (mask) for (const [row, action] of [...drawn].entries()) expect(mask[row * 4 + action - 2]).toBe(1);
  });

  it("keeps its metadata through a file", async () => {
    const policy = await Policy.fromOnnx(onnx);
    expect(policy.metadata).toEqual(built.metadata);
    const again = await Policy.fromOnnx(policy.toOnnx());
    expect(again.metadata).toEqual(built.metadata);
    expect([...again.constants]).toEqual([...policy.constants]);
    for (const { name, offset, size } of model.parameters.layout) {
      expect(policy.constants.get(name)).toEqual(parameters.slice(offset, offset + size));
    }
  });

  it("draws the same actions for the same seed", async () => {
    const options = { deterministic: false, ...(mask && { mask }) };
    const draw = async (seed: number) =>
      (await Policy.fromOnnx(onnx, { seed })).actBatch(observations, options).then((actions) => [...actions]);
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
  });
});

describe("acting on one observation", () => {
  it("names an option that it does not know, and the nearest it does", async () => {
    const policy = await Policy.fromOnnx(build({ name: "", actionSpace: discrete(3) }).onnx);
    const misspelled = { determinstic: false } as object;
    await expect(policy.act([0, 0, 0, 0], misspelled)).rejects.toMatchObject({
      message: 'act has no option "determinstic".',
      fix: expect.stringContaining('"deterministic"'),
    });
  });

  it("gives the action as the environment takes it", async () => {
    const policy = await Policy.fromOnnx(build({ name: "", actionSpace: discrete(3, { start: 5 }) }).onnx);
    const { action } = await policy.act([1, 2, 3, 4]);
    expect([5, 6, 7]).toContain(action);
    const continuous = await Policy.fromOnnx(build({ name: "", actionSpace: torque }).onnx);
    const result = (await continuous.act(Float32Array.of(1, 2, 3, 4))).action as Float32Array;
    expect(result).toBeInstanceOf(Float32Array);
    expect(result).toHaveLength(2);
    expect(result[0]).toBeGreaterThanOrEqual(-0.5);
    expect(result[0]).toBeLessThanOrEqual(0.25);
  });

  it("takes structured observations", async () => {
    const observationSpace = dict({ a: box({ shape: [3], low: -1, high: 1 }), b: discrete(1) });
    const policy = await Policy.fromOnnx(build({ name: "", observationSpace, actionSpace: discrete(2) }).onnx);
    const { action } = await policy.act({ a: [0.1, 0.2, 0.3], b: 0 });
    expect([0, 1]).toContain(action);
    await expect(policy.act({ a: [0.1, 0.2], b: 0 })).rejects.toBeInstanceOf(UsageError);
  });

  it("takes dict observations whose parts are beyond their bounds, but not such with other keys", async () => {
    const position = box({ shape: [2], low: -1, high: 1 });
    const observationSpace = dict({ body: dict({ position }), goal: discrete(2) });
    const policy = await Policy.fromOnnx(build({ name: "", observationSpace, actionSpace: discrete(2) }).onnx);
    expect([0, 1]).toContain((await policy.act({ body: { position: [50, 0] }, goal: 1 })).action);
    const wrong = [{ body: { position: [0, 0] } }, { body: { position: [0, 0] }, goal: 2 }, { body: {}, goal: 1 }, 3];
    for (const observation of wrong) {
      await expect(policy.act(observation)).rejects.toMatchObject({ code: "invalid-observation" });
    }
  });

  it("gives one number for every position of MultiDiscrete and MultiBinary actions", async () => {
    const multi = await Policy.fromOnnx(build({ name: "", actionSpace: multiDiscrete([3, 2]), masked: true }).onnx);
    const mask = [0, 1, 0, 0, 1];
    expect((await multi.act([1, 2, 3, 4], { mask })).action).toEqual(Int32Array.of(1, 1));
    await expect(multi.act([1, 2, 3, 4], { mask: [1, 1] })).rejects.toMatchObject({ code: "invalid-mask" });
    const bits = await Policy.fromOnnx(build({ name: "", actionSpace: multiBinary(3) }).onnx);
    const { action } = await bits.act([1, 2, 3, 4]);
    expect(action).toBeInstanceOf(Int32Array);
    expect(action).toHaveLength(3);
  });

  it("takes observations beyond their bounds, as environments give them", async () => {
    const policy = await Policy.fromOnnx(build({ name: "", actionSpace: discrete(2) }).onnx);
    expect([0, 1]).toContain((await policy.act([1000, 0, 0, 0])).action);
  });

  it.each([
    { observation: [1, 2, 3], problem: "3" },
    { observation: [1, 2, 3, Number.NaN], problem: "NaN" },
    { observation: "up", problem: "up" },
    { observation: undefined, problem: "undefined" },
  ])("refuses $observation, which is not of its space", async ({ observation, problem }) => {
    const policy = await Policy.fromOnnx(build({ name: "", actionSpace: discrete(2) }).onnx);
    const acting = policy.act(observation);
    await expect(acting).rejects.toBeInstanceOf(UsageError);
    await expect(acting).rejects.toThrow(problem);
  });

  it("refuses masks of the wrong length, and masks that it has no use for", async () => {
    const masked = await Policy.fromOnnx(build({ name: "", actionSpace: discrete(4), masked: true }).onnx);
    await expect(masked.act([1, 2, 3, 4], { mask: [1, 0] })).rejects.toMatchObject({ code: "invalid-mask" });
    const plain = await Policy.fromOnnx(build({ name: "", actionSpace: discrete(4) }).onnx);
    await expect(plain.act([1, 2, 3, 4], { mask: [1, 0, 1, 1] })).rejects.toMatchObject({ code: "invalid-mask" });
  });

  it("refuses masks that allow nothing, in one position of one observation at least, and entries that are neither 0 nor 1", async () => {
    const single = await Policy.fromOnnx(build({ name: "", actionSpace: discrete(4), masked: true }).onnx);
    const [nothing, two] = [
      [0, 0, 0, 0],
      [1, 2, 0, 0],
    ];
    await expect(single.act([1, 2, 3, 4], { mask: nothing })).rejects.toMatchObject({ code: "invalid-mask" });
    await expect(single.act([1, 2, 3, 4], { mask: nothing })).rejects.toThrow("forbids all of the choices 0 to 3");
    await expect(single.act([1, 2, 3, 4], { mask: two })).rejects.toThrow("entry 1 of the action mask is 2");
    const multi = await Policy.fromOnnx(build({ name: "", actionSpace: multiDiscrete([3, 2]), masked: true }).onnx);
    const mask = Uint8Array.of(1, 1, 1, 1, 1, /* second observation */ 1, 0, 0, 0, 0);
    await expect(multi.actBatch(new Float32Array(8), { mask })).rejects.toThrow(
      "on observation 1: the action mask forbids all of the choices 3 to 4",
    );
  });

  it("without a mask allows everything, and with booleans only what is true", async () => {
    const policy = await Policy.fromOnnx(build({ name: "", actionSpace: discrete(4), masked: true }).onnx);
    const { action } = await policy.act([1, 2, 3, 4]);
    const others = [0, 1, 2, 3].map((choice) => choice !== action);
    expect((await policy.act([1, 2, 3, 4], { mask: others })).action).not.toBe(action);
  });

  it("refuses batches that are not whole or no Float32Array, and options that it does not know", async () => {
    const policy = await Policy.fromOnnx(build({ name: "", actionSpace: torque }).onnx);
    await expect(policy.actBatch([1, 2, 3, 4] as never)).rejects.toMatchObject({ code: "invalid-observation" });
    const typo = { determinstic: false } as never;
    await expect(policy.actBatch(new Float32Array(4), typo)).rejects.toThrow('actBatch has no option "determinstic"');
    await expect(policy.actBatch(new Float32Array(5))).rejects.toBeInstanceOf(UsageError);
  });
});

describe("a policy exported without sampling", () => {
  const { model, parameters, metadata } = build({ name: "", actionSpace: torque });
  const onnx = exportPolicy({ model, parameters, metadata, deterministicOnly: true });

  it("acts greedily, and says what it cannot do", async () => {
    const policy = await Policy.fromOnnx(onnx);
    expect((await policy.act([1, 2, 3, 4])).action).toHaveLength(2);
    await expect(policy.act([1, 2, 3, 4], { deterministic: false })).rejects.toMatchObject({
      code: "deterministic-policy",
    });
  });
});

describe("files that are no policies", () => {
  const { onnx } = build({ name: "", actionSpace: discrete(2) });
  const model = lowerToOnnx({ y: mul(input("x", [1]), 2) }).model;
  const withMetadata = (metadata: Record<string, string>) => encodeOnnx({ ...model, metadata });
  const text = new TextEncoder();

  it.each([
    { what: "nothing", bytes: new Uint8Array(0) },
    { what: "text", bytes: text.encode("# Proximal\n\nPolicy gradients for TypeScript.\n") },
    { what: "JSON", bytes: text.encode('{"kind":"policy"}') },
    { what: "noise", bytes: Uint8Array.from({ length: 500 }, (_, i) => (i * 7919) % 256) },
    { what: "half a policy", bytes: onnx.subarray(0, onnx.length >> 1) },
    { what: "a policy without its last byte", bytes: onnx.subarray(0, onnx.length - 1) },
    { what: "another model", bytes: withMetadata({}) },
    { what: "a later format", bytes: withMetadata({ "proximal.format": "99" }) },
    { what: "a format without spaces", bytes: withMetadata({ "proximal.format": "1" }) },
    {
      what: "broken metadata",
      bytes: withMetadata({ "proximal.format": "1", "proximal.observation_space": "{", "proximal.action_space": "{" }),
    },
    {
      what: "the metadata of a policy on another model",
      bytes: withMetadata({
        "proximal.format": "1",
        "proximal.observation_space": '{"kind":"discrete","n":2,"start":0}',
        "proximal.action_space": '{"kind":"discrete","n":2,"start":0}',
      }),
    },
  ])("$what: one error that names the file", async ({ bytes }) => {
    const loading = Policy.fromOnnx(bytes, { name: "some.onnx" });
    await expect(loading).rejects.toBeInstanceOf(UsageError);
    await expect(loading).rejects.toMatchObject({
      code: "not-a-policy",
      message: expect.stringContaining("some.onnx"),
    });
  });
});
