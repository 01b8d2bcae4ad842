import { describe, expect, it } from "vitest";
import { defineEnvironment, type EnvironmentDefinition, vectorize } from "../environments/index.js";
import { counter } from "../environments/testing.js";
import { type ActorCriticOptions, compileActing, createActorCritic } from "../policies/index.js";
import { createRandom } from "../random/index.js";
import { box, discrete } from "../spaces/index.js";
import { createActor, type Fragment } from "./index.js";

type Settings = Pick<ActorCriticOptions, "exploration"> & { count?: number; steps?: number; seed?: number };

async function build(
  definition: EnvironmentDefinition,
  { exploration = {}, count = 2, steps = 3, seed = 0 }: Settings = {},
) {
  const environment = vectorize(definition, count, createRandom(seed));
  const model = createActorCritic({
    ...definition,
    masked: environment.actionMasks !== undefined,
    network: { hidden: [8] },
    exploration,
  });
  const parameters = model.parameters.initialize(createRandom(1));
  const programs = await compileActing(model);
  const actor = createActor({ model, programs, environment, steps, random: createRandom(2) });
  environment.reset();
  return { environment, model, parameters, programs, actor };
}

/** `counter`, cut off by a time limit before it ends. */
const limited = (limit: number): EnvironmentDefinition => ({ ...counter(1000), maxEpisodeSteps: limit });

const copyOf = (fragment: Fragment): Fragment =>
  Object.fromEntries(
    Object.entries(fragment).map(([key, value]) => [
      key,
      ArrayBuffer.isView(value) ? (value as Float32Array).slice() : value,
    ]),
  ) as unknown as Fragment;

/** What copy 0 saw. */
const seen = ({ observations, environments, steps }: Fragment) =>
  Array.from({ length: steps }, (_, t) => observations[t * environments]!);

describe("an actor", () => {
  it("continues: each observation follows the previous one, and episodes span fragments", async () => {
    const { actor, parameters } = await build(counter(5));
    const fragments: Fragment[] = [];
    for (let i = 0; i < 4; i++) fragments.push(copyOf(await actor.collect(parameters)));
    expect(fragments.map(seen)).toEqual([
      [0, 1, 2],
      [3, 4, 0],
      [1, 2, 3],
      [4, 0, 1],
    ]);
    // rewards are the numbers of the steps; rows are time-major
    expect([...fragments[1]!.rewards]).toEqual([4, 4, 5, 5, 1, 1]);
    expect([...fragments[1]!.terminated]).toEqual([0, 0, 1, 1, 0, 0]);
    expect([...fragments[1]!.truncated]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("gives the value of the true next observation at truncations and at the fragment's end", async () => {
    const { actor, parameters, programs } = await build(limited(2));
    const fragment = await actor.collect(parameters);
    expect([...fragment.truncated]).toEqual([0, 0, 1, 1, 0, 0]);
    const predict = async (observation: number) =>
      (await programs.value.run({ parameters, observation: Float32Array.of(observation) })).value[0]!;
    // step 1 ends at observation 2, though the next row shows the new episode's 0; step 2 leads to 1
    expect(fragment.nextValues[2]).toBeCloseTo(await predict(2), 6);
    expect(fragment.nextValues[4]).toBeCloseTo(await predict(1), 6);
    expect(fragment.values[4]).toBeCloseTo(await predict(0), 6);
    expect(await predict(2)).not.toBeCloseTo(await predict(0), 3);
  });

  it("finds the values of many truncations in one fragment", async () => {
    const { actor, parameters, programs } = await build(limited(1), { count: 3, steps: 50 });
    const { nextValues, truncated } = await actor.collect(parameters);
    expect(truncated.every((flag) => flag === 1)).toBe(true);
    const { value } = await programs.value.run({ parameters, observation: Float32Array.of(1) });
    for (const next of nextValues) expect(next).toBeCloseTo(value[0]!, 6);
  });

  it("stores actions as they were sampled and sends them clipped", async () => {
    const sent: number[] = [];
    const definition = defineEnvironment({
      id: "Recorder-v0",
      observationSpace: box({ shape: [1], low: -1, high: 1 }),
      actionSpace: box({ shape: [1], low: -0.25, high: 0.5 }),
      create: () => ({
        reset: () => [0],
        step(action) {
          sent.push(action[0]!);
          return { observation: [0], reward: 0, terminated: false };
        },
      }),
    });
    const { actor, parameters } = await build(definition, { steps: 20 });
    const { actions } = await actor.collect(parameters);
    expect(Math.max(...actions)).toBeGreaterThan(0.5);
    expect(Math.min(...actions)).toBeLessThan(-0.25);
    expect(sent).toEqual([...actions].map((action) => Math.min(Math.max(action, -0.25), 0.5)));
  });

  it("never chooses what a mask forbids, and stores the masks it chose under", async () => {
    const chosen: { action: number; allowed: number }[] = [];
    const definition = defineEnvironment({
      id: "Masked-v0",
      observationSpace: box({ shape: [1], low: 0, high: 1 }),
      actionSpace: discrete(3, { start: 5 }),
      create: (random) => {
        let allowed = 0;
        const next = () => {
          allowed = random.integer(3);
          return [allowed / 2];
        };
        return {
          reset: next,
          step(action) {
            chosen.push({ action, allowed });
            return { observation: next(), reward: 0, terminated: false };
          },
          actionMask: () => [0, 1, 2].map((choice) => (choice === allowed ? 1 : 0)),
        };
      },
    });
    const { actor, parameters } = await build(definition, { steps: 30 });
    const { masks, observations, actions, behaviorLogProbs } = await actor.collect(parameters);
    for (const { action, allowed } of chosen) expect(action).toBe(5 + allowed);
    for (const [row, observation] of observations.entries()) {
      expect([...masks!.subarray(row * 3, row * 3 + 3)].indexOf(1)).toBe(observation * 2);
      expect(actions[row]).toBe(observation * 2);
      expect(behaviorLogProbs[row]).toBe(0);
    }
  });

  it("carries log-probabilities and distribution parameters of the policy that acted", async () => {
    const { actor, parameters, model } = await build(counter(5), { steps: 40 });
    const { actions, behaviorLogProbs, behaviorParameters } = await actor.collect(parameters);
    expect(model.family.parameterSize).toBe(2);
    for (const [row, action] of actions.entries()) {
      const [mean, logStd] = behaviorParameters.subarray(row * 2, row * 2 + 2) as unknown as [number, number];
      const z = (action - mean) / Math.exp(logStd);
      expect(behaviorLogProbs[row]).toBeCloseTo(-0.5 * z * z - logStd - 0.5 * Math.log(2 * Math.PI), 5);
    }
  });

  it("restored from a saved state goes on exactly", async () => {
    const { actor, parameters } = await build(counter(5));
    await actor.collect(parameters);
    const saved = actor.getState();
    const expected = copyOf(await actor.collect(parameters));
    const other = await build(counter(5), { seed: 7 });
    other.actor.setState(saved);
    expect(copyOf(await other.actor.collect(parameters))).toEqual(expected);
  });

  it("tells of every step and how long its parts took", async () => {
    const { environment, model, programs, parameters } = await build(counter(5));
    const finished: number[] = [];
    const actor = createActor({
      model,
      programs,
      environment,
      steps: 7,
      random: createRandom(0),
      onStep: ({ finishedEpisodes }) => finished.push(finishedEpisodes.length),
    });
    await actor.collect(parameters);
    expect(finished).toEqual([0, 0, 0, 0, 2, 0, 0]);
    const first = { ...actor.time };
    // a browser's clock ticks in tenths of a millisecond
    for (let i = 0; i < 100; i++) await actor.collect(parameters);
    expect(actor.time.environment).toBeGreaterThan(first.environment);
    expect(actor.time.policy).toBeGreaterThan(first.policy);
  });
});

describe("the noise of state-dependent exploration", () => {
  const standing = defineEnvironment({
    id: "Standing-v0",
    observationSpace: box({ shape: [1], low: -1, high: 1 }),
    actionSpace: box({ shape: [1], low: -10, high: 10 }),
    create: () => ({ reset: () => [0.5], step: () => ({ observation: [0.5], reward: 0, terminated: false }) }),
  });

  /** Whether each action of copy 0 equals the one before it: the state never changes, so only noise can make a difference. */
  const repeats = ({ actions, environments, steps }: Fragment) =>
    Array.from({ length: steps - 1 }, (_, t) => actions[(t + 1) * environments] === actions[t * environments]);

  it("is kept for the sample period", async () => {
    const exploration = { stateDependent: true, samplePeriod: 3 };
    const { actor, parameters } = await build(standing, { exploration, steps: 7 });
    expect(repeats(await actor.collect(parameters))).toEqual([true, true, false, true, true, false]);
  });

  it("is by default kept for one rollout, differs between copies and is new in the next", async () => {
    const { actor, parameters } = await build(standing, { exploration: { stateDependent: true }, steps: 5 });
    const first = copyOf(await actor.collect(parameters));
    expect(repeats(first)).toEqual([true, true, true, true]);
    expect(first.actions[1]).not.toBe(first.actions[0]);
    const second = await actor.collect(parameters);
    expect(second.actions[0]).not.toBe(first.actions[0]);
  });

  it("is new at every step for independent Gaussians", async () => {
    const { actor, parameters } = await build(standing, { steps: 4 });
    expect(repeats(await actor.collect(parameters))).toEqual([false, false, false]);
  });
});
