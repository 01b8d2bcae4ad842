import { describe, expect, it } from "vitest";
import { type EnvironmentDefinition, pendulum } from "../environments/index.js";
import { walk } from "../environments/testing.js";
import { UsageError } from "../errors.js";
import { type NetworkOptions, recurrentNetwork } from "../policies/index.js";
import type { Fragment } from "../rollout/index.js";
import { discrete } from "../spaces/index.js";
import {
  type Algorithm,
  a2c,
  type Behavior,
  isPg,
  type LearnerOptions,
  npg,
  offPolicyReinforce,
  ppo,
  ppoKl,
  ppoLagrangian,
  reinforce,
  surrogate,
  trpo,
} from "./index.js";
import { practice } from "./testing/learn.js";

const collected = { nEnvs: 4, nSteps: 12 };
const passes = { ...collected, batchSize: 16, nEpochs: 2 };
const region = { ...collected, batchSize: 16, criticUpdates: 2, targetKl: 0.01 };
const memoryOf = (memory: NetworkOptions["memory"] = {}): NetworkOptions => ({
  hidden: [8],
  memory: { size: 6, sequenceLength: 4, ...memory },
});

const algorithms: { name: string; create: (options: LearnerOptions) => Algorithm }[] = [
  { name: "ppo", create: (options) => ppo({ ...passes, ...options }) },
  { name: "ppo, separate step", create: (options) => ppo({ ...passes, desiredKl: 0.01, ...options }) },
  { name: "ppo-kl", create: (options) => ppoKl({ ...passes, ...options }) },
  { name: "ppo-lagrangian", create: (options) => ppoLagrangian({ ...passes, ...options }) },
  { name: "a2c", create: (options) => a2c({ ...collected, ...options }) },
  { name: "is-pg", create: (options) => isPg({ ...passes, ...options }) },
  { name: "is-pg with V-trace", create: (options) => isPg({ ...passes, vTrace: {}, ...options }) },
  { name: "surrogate", create: (options) => surrogate({ ...collected, nEpochs: 2, ...options }) },
  { name: "trpo", create: ({ learningRate: _, ...options }) => trpo({ ...region, ...options }) },
  { name: "npg", create: ({ learningRate: _, ...options }) => npg({ ...region, subSampling: 2, ...options }) },
  { name: "reinforce", create: (options) => reinforce({ ...collected, episodesPerEnv: 2, ...options }) },
  {
    name: "off-policy-reinforce",
    create: (options) => offPolicyReinforce({ ...collected, refreshEvery: 1, ...options }),
  },
];

/** Episodes of different lengths, which end within sequences, by termination and by time limits. */
const short: EnvironmentDefinition = { ...pendulum, maxEpisodeSteps: 11 };
/** A third action that never may be chosen. */
const maskedWalk: EnvironmentDefinition = {
  ...walk,
  actionSpace: discrete(3),
  create: (random) => ({ ...walk.create!(random), actionMask: () => [1, 1, 0] }), // it is made of objects
} as EnvironmentDefinition;
/** The kinds of policies that differ in more than their cell are enough for one algorithm of each kind. */
const thorough = ["ppo", "trpo", "reinforce"];
const policies: { policy: string; definition: EnvironmentDefinition; options: LearnerOptions }[] = [
  { policy: "GRU", definition: walk, options: { network: memoryOf({ cell: "gru" }) } },
  { policy: "LSTM", definition: walk, options: { network: memoryOf({ cell: "lstm" }) } },
  { policy: "shared LSTM", definition: walk, options: { network: { ...memoryOf({ cell: "lstm" }), shared: true } } },
  { policy: "masked GRU", definition: maskedWalk, options: { network: memoryOf() } },
  {
    policy: "LSTM with Gaussian actions",
    definition: short,
    options: { network: { ...memoryOf({ cell: "lstm" }), orthogonal: false } },
  },
  {
    policy: "GRU with state-dependent exploration",
    definition: short,
    options: { network: memoryOf(), exploration: { stateDependent: true, samplePeriod: 5 } },
  },
];

describe.each(algorithms)("$name with a memory", ({ name, create }) => {
  it.each(policies.slice(0, thorough.includes(name) ? undefined : 2))(
    "of a $policy starts every update at ratios of 1",
    async ({ definition, options }) => {
      const { learner, collect } = await practice(definition, create({ learningRate: 3e-3, ...options }));
      const before = learner.parameters.slice();
      let updates = 0;
      let ends = 0;
      for (let iteration = 0; iteration < 12 && updates < 3; iteration++) {
        const fragment = await collect();
        ends += fragment.terminated.reduce((a, b) => a + b, 0) + fragment.truncated.reduce((a, b) => a + b, 0);
        const metrics = await learner.update(fragment, 0);
        if (metrics["charts/gradient_steps"] === 0) continue;
        updates++;
        expect(metrics["ratios/first_deviation"]).toBeLessThanOrEqual(1e-5);
        if (metrics["trust_region/initial_kl"] !== undefined) {
          expect(Math.abs(metrics["trust_region/initial_kl"])).toBeLessThanOrEqual(1e-6);
        }
        for (const [name, value] of Object.entries(metrics))
          expect([name, Number.isFinite(value)]).toEqual([name, true]);
      }
      expect(updates).toBe(3);
      expect(ends).toBeGreaterThan(2);
      const { layout } = learner.model.parameters;
      const still = layout.filter(({ offset, size }) =>
        learner.parameters.subarray(offset, offset + size).every((value, i) => value === before[offset + i]),
      );
      expect(still.map(({ name }) => name)).toEqual([]);
    },
  );

  it("continues exactly after resuming", async () => {
    const { definition, options } = policies[1]!;
    const algorithm = create(options);
    const first = await practice(definition, algorithm);
    await first.learn(2);
    const saved = structuredClone({ learner: first.learner.getState(), actor: first.actor.getState() });
    const expected = [await first.learn(1), await first.learn(1), await first.learn(1)];
    const second = await practice(definition, algorithm, 77);
    second.learner.setState(saved.learner);
    second.actor.setState(saved.actor);
    const metrics = [await second.learn(1), await second.learn(1), await second.learn(1)];
    expect(metrics).toEqual(expected);
    expect(second.learner.parameters).toEqual(first.learner.parameters);
    for (const update of metrics) expect(update["ratios/first_deviation"] ?? 0).toBeLessThanOrEqual(1e-5);
  });
});

describe("the first minibatch of a policy with a memory", () => {
  it.each(["gru", "lstm"] as const)("(%s) has divergence 0 and nothing clipped", async (cell) => {
    const algorithm = ppo({ ...collected, batchSize: 48, nEpochs: 1, network: memoryOf({ cell }) });
    const { learn } = await practice(walk, algorithm);
    for (let update = 0; update < 3; update++) {
      const metrics = await learn(1);
      expect(metrics["losses/approx_kl"]).toBeLessThanOrEqual(1e-6);
      expect(Math.abs(metrics["losses/old_approx_kl"]!)).toBeLessThanOrEqual(1e-6);
      expect(metrics["losses/clipfrac"]).toBe(0);
    }
  });
});

/** The fragment with one of its sequences in place of all. */
function ofOneSequence(fragment: Fragment): Fragment {
  const { environments, memory } = fragment;
  const { sequenceLength, states, episodeStarts } = memory!; // its policy has one
  const rows = fragment.steps * environments;
  const copied = <Column extends Float32Array | Int32Array | Uint8Array>(column: Column): Column => {
    const width = column.length / rows;
    return column.map((_, i) => {
      const t = Math.floor(i / (width * environments)) % sequenceLength;
      return column[((t + sequenceLength) * environments + 1) * width + (i % width)]!;
    }) as Column;
  };
  const stateSize = states.length / (rows / sequenceLength);
  return {
    ...fragment,
    observations: copied(fragment.observations),
    actions: copied(fragment.actions),
    rewards: copied(fragment.rewards),
    behaviorLogProbs: copied(fragment.behaviorLogProbs),
    behaviorParameters: copied(fragment.behaviorParameters),
    values: copied(fragment.values),
    memory: {
      sequenceLength,
      states: states.map((_, i) => states[(environments + 1) * stateSize + (i % stateSize)]!),
      episodeStarts: copied(episodeStarts),
    },
  };
}

describe("the gradient's variance with a memory", () => {
  const whole = { ...collected, gamma: 0, network: memoryOf() };
  it.each([
    { name: "ppo", algorithm: ppo({ ...whole, batchSize: 48, nEpochs: 1 }) },
    { name: "trpo", algorithm: trpo({ ...whole, batchSize: 48 }) },
  ])("$name takes it between whole sequences: 0 where all are the same", async ({ algorithm }) => {
    const relativeVariance = async (change: (fragment: Fragment) => Fragment) => {
      const { learner, collect } = await practice(short, algorithm);
      const metrics = await learner.update(change(await collect()), 0);
      expect(metrics["ratios/first_deviation"]).toBeLessThanOrEqual(1e-5);
      return metrics["losses/gradient_variance"]! / metrics["losses/gradient_norm"]! ** 2;
    };
    expect(await relativeVariance((fragment) => fragment)).toBeGreaterThan(1e-2);
    expect(await relativeVariance(ofOneSequence)).toBeLessThan(1e-5);
  });
});

describe("sequences that do not fit", () => {
  const network = { memory: { sequenceLength: 16 } };
  it.each<{ what: string; build: () => Algorithm; message: string; fix: string }>([
    {
      what: "nSteps",
      build: () => a2c({ network, nSteps: 20 }),
      message: "a2c: nSteps 20 cannot be cut into sequences of 16",
      fix: "for example 10",
    },
    {
      what: "batchSize",
      build: () => ppo({ network, nSteps: 32, nEnvs: 3, batchSize: 24 }),
      message: "ppo: batchSize 24 cannot be cut into sequences of 16",
      fix: "for example 8",
    },
    {
      what: "the critic's batchSize",
      build: () => trpo({ network, nSteps: 64, batchSize: 8 }),
      message: "trpo: batchSize 8 cannot be cut",
      fix: "for example 8",
    },
    {
      what: "nSteps of episodes",
      build: () => reinforce({ network, nSteps: 24 }),
      message: "reinforce: nSteps 24",
      fix: "for example 12",
    },
    {
      what: "nSteps of off-policy episodes",
      build: () => offPolicyReinforce({ network: { memory: {} }, nSteps: 7 }),
      message: "off-policy-reinforce: nSteps 7 cannot be cut into sequences of 16",
      fix: "for example 7",
    },
    {
      what: "a network of one's own",
      build: () => {
        const own = recurrentNetwork(5, (scope, observation, recur) => {
          const features = recur(scope, observation);
          return { policy: features, value: features };
        });
        return ppo({ network: own });
      },
      message: "ppo: nSteps 256 cannot be cut into sequences of 5",
      fix: "for example 4",
    },
  ])("$what is named with the numbers", ({ build, message, fix }) => {
    expect(build).toThrow(UsageError);
    expect(build).toThrow(message);
    try {
      build();
    } catch (error) {
      expect(error).toMatchObject({ code: "indivisible-sequences", fix: expect.stringContaining(fix) });
    }
  });

  it.each([
    [{ sequenceLength: 65 }, "network.memory.sequenceLength"],
    [{ cell: "lstn" }, "network.memory.cell"],
    [{ sise: 3 }, "network.memory.sise"],
  ])("%o is refused by name", (memory, name) => {
    expect(() => ppo({ network: { memory: memory as NetworkOptions["memory"] & object } })).toThrow(name);
  });

  it("a fragment without states is refused by learners that continue from them", async () => {
    const { learner, collect } = await practice(walk, ppo({ ...passes, network: memoryOf() }));
    const { memory: _, ...without } = await collect();
    await expect(learner.update(without as Fragment, 0)).rejects.toMatchObject({ code: "no-memory-states" });
  });
});

describe("off-policy learning with a memory", () => {
  it("takes data of any behavior: what the target would remember is computed from each episode's start", async () => {
    const source = await practice(walk, ppo({ nEnvs: 4, nSteps: 48, batchSize: 96, network: { hidden: [4] } }));
    const data: Behavior = [structuredClone(await source.collect())];
    const { learn } = await practice(
      walk,
      offPolicyReinforce({ ...collected, behavior: data, weighting: "self-normalized", network: memoryOf() }),
    );
    const metrics = await learn(3);
    expect(metrics["charts/gradient_steps"]).toBe(1);
    expect(metrics["losses/gradient_norm"]).toBeGreaterThan(0);
  });
});
