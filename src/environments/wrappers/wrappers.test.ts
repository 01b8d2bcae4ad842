import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { box } from "../../spaces/index.js";
import { asEnvironment } from "../as-environment.js";
import { checkEnvironment } from "../checking/index.js";
import { cartPole, pendulum } from "../classic-control/index.js";
import { defineEnvironment } from "../define.js";
import type { Environment, EnvironmentDefinition } from "../environment.js";
import { counter, record, walk } from "../testing.js";
import { vectorize } from "../vectorize.js";
import { clipAction, frameStack, rescaleAction, timeLimit, transformObservation, transformReward } from "./index.js";

/** The same environment by objects, so that both forms of every wrapper are compared. */
function asObjects(definition: EnvironmentDefinition): EnvironmentDefinition {
  const { create: _, dynamics: __, load: ___, ...metadata } = definition;
  return { ...metadata, create: (random) => asEnvironment(definition, random) };
}

/** Reports the actions it receives as its observation. */
const echo = defineEnvironment({
  id: "Echo-v0",
  observationSpace: box({ shape: [2] }),
  actionSpace: box({ low: [-1, 0], high: [1, 4] }),
  dynamics: {
    stateSize: 2,
    reset(state, offset) {
      state.fill(0, offset, offset + 2);
    },
    step(state, offset, actions, actionOffset) {
      for (let i = 0; i < 2; i++) state[offset + i] = actions[actionOffset + i]!;
      return 3;
    },
    isTerminal: () => false,
    observe(state, offset, observations, observationOffset) {
      for (let i = 0; i < 2; i++) observations[observationOffset + i] = state[offset + i]!;
    },
  },
});

const forms = [
  ["dynamics", (definition: EnvironmentDefinition) => definition],
  ["objects", asObjects],
] as const;

function stepper(definition: EnvironmentDefinition) {
  const environment = asEnvironment(definition, createRandom(1)) as Environment<Float32Array, Float32Array>;
  const first = [...environment.reset()];
  return {
    first,
    step: (...action: number[]) => {
      const { observation, ...rest } = environment.step(Float32Array.from(action));
      return { ...rest, observation: [...observation] };
    },
  };
}

describe.each(forms)("wrappers of %s", (_form, as) => {
  it("clipAction clips to the bounds of each element and takes any action", () => {
    const clipped = clipAction(as(echo as EnvironmentDefinition));
    expect(clipped.actionSpace).toEqual(box({ shape: [2] }));
    const { step } = stepper(clipped);
    expect(step(-7, -7).observation).toEqual([-1, 0]);
    expect(step(0.5, 9).observation).toEqual([0.5, 4]);
  });

  it("rescaleAction maps the ends to the bounds and the middle to the middle", () => {
    const rescaled = rescaleAction(as(echo as EnvironmentDefinition), -2, 2);
    expect(rescaled.actionSpace).toEqual(box({ shape: [2], low: -2, high: 2 }));
    const { step } = stepper(rescaled);
    expect(step(-2, -2).observation).toEqual([-1, 0]);
    expect(step(2, 2).observation).toEqual([1, 4]);
    expect(step(0, 1).observation).toEqual([0, 3]);
  });

  it("frameStack repeats the first observation and then shifts, oldest first", () => {
    const stacked = frameStack(as(counter(100)), 3);
    expect(stacked.observationSpace.shape).toEqual([3, 1]);
    const { first, step } = stepper(stacked);
    expect(first).toEqual([0, 0, 0]);
    expect(step(0).observation).toEqual([0, 0, 1]);
    expect(step(0).observation).toEqual([0, 1, 2]);
    expect(step(0).observation).toEqual([1, 2, 3]);
  });

  it("transformReward changes the reward only", () => {
    const { step } = stepper(transformReward(as(echo as EnvironmentDefinition), (reward) => reward / 2));
    expect(step(1, 2)).toEqual({ observation: [1, 2], reward: 1.5, terminated: false });
  });

  it("transformObservation changes the observation and its space", () => {
    const summed = transformObservation(as(echo as EnvironmentDefinition), {
      observationSpace: box({ shape: [1] }),
      transform: ([a, b]) => [a! + b!],
    });
    const { first, step } = stepper(summed);
    expect(first).toEqual([0]);
    expect(step(1, 2).observation).toEqual([3]);
    const wrong = transformObservation(as(echo as EnvironmentDefinition), {
      observationSpace: box({ shape: [1] }),
      transform: (observation) => observation,
    });
    expect(() => stepper(wrong)).toThrow(/has 2 numbers, but its space holds 1/);
  });

  it("timeLimit replaces the limit", () => {
    const vector = vectorize(timeLimit(as(cartPole as EnvironmentDefinition), 4), 1, createRandom(1));
    vector.reset();
    expect(record(vector, 8).map(({ truncated }) => truncated[0])).toEqual([0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it("keep the contract when stacked upon each other, saving and restoring included", () => {
    const scaled = rescaleAction(as(pendulum as EnvironmentDefinition), -1, 1);
    const layered = frameStack(transformReward(clipAction(scaled), Math.tanh), 4);
    expect(checkEnvironment(layered as EnvironmentDefinition, { steps: 300 }).problems).toEqual([]);
  });
});

describe("wrappers", () => {
  it("give the same episodes in both forms", () => {
    const [left, right] = forms.map(([, as]) => {
      const vector = vectorize(frameStack(clipAction(as(pendulum as EnvironmentDefinition)), 2), 3, createRandom(4));
      vector.reset();
      return record(vector, 250);
    });
    expect(left).toEqual(right);
  });

  it("keep walk's own state through a stack of frames", () => {
    expect(checkEnvironment(frameStack(walk as EnvironmentDefinition, 3) as EnvironmentDefinition).problems).toEqual(
      [],
    );
  });

  it("tell clearly of promises and missing environments behind them", () => {
    const wrapped = (create: () => unknown) => () =>
      vectorize(
        frameStack(
          transformReward({ ...walk, create } as unknown as EnvironmentDefinition, (reward) => reward),
          2,
        ) as EnvironmentDefinition,
        1,
        createRandom(1),
      );
    expect(wrapped(() => undefined)).toThrow('create of "Walk-v0" returned undefined, not an environment.');
    const sound = walk.create!(createRandom(1));
    const late = wrapped(() => ({ ...sound, step: async () => ({}) }))();
    late.reset();
    expect(() => late.step(Int32Array.of(0))).toThrow('step of "Walk-v0" returned a promise');
  });

  it("refuse environments and numbers that they cannot serve", () => {
    expect(() => clipAction(cartPole)).toThrow(
      'clipAction needs a box of actions, but "CartPole-v1" has a discrete space.',
    );
    expect(() => rescaleAction(clipAction(pendulum), -1, 1)).toThrow(/element 0 .* no bounds/);
    expect(() => rescaleAction(pendulum, 1, 1)).toThrow(/low < high, but got 1 and 1/);
    expect(() => frameStack(cartPole, 0)).toThrow(/0 frames/);
    expect(() => timeLimit(cartPole, 0)).toThrow(/maxEpisodeSteps 0/);
  });
});
