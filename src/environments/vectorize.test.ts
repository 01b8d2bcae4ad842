import { describe, expect, it, vi } from "vitest";
import { ProximalError, RunError, UsageError } from "../errors.js";
import { createRandom } from "../random/index.js";
import { box, discrete, multiDiscrete } from "../spaces/index.js";
import { acrobot, cartPole, mountainCar, mountainCarContinuous, pendulum } from "./classic-control/index.js";
import { defineEnvironment } from "./define.js";
import type { Dynamics, EnvironmentDefinition, StepResult } from "./environment.js";
import { counter, randomActions, record, walk } from "./testing.js";
import { vectorize } from "./vectorize.js";

const all = [cartPole, mountainCar, mountainCarContinuous, acrobot, pendulum, walk] as EnvironmentDefinition[];

function failure(body: () => void): ProximalError {
  try {
    body();
  } catch (error) {
    if (error instanceof ProximalError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** An object environment whose fourth step returns `result`. */
function returning(result: () => unknown): EnvironmentDefinition {
  let step = 0;
  return defineEnvironment({
    id: "Odd-v0",
    observationSpace: box({ shape: [2] }),
    actionSpace: discrete(2),
    create: () => ({
      reset: () => [0, 0],
      step: () =>
        ++step < 4 ? { observation: [0, 0], reward: 0, terminated: false } : (result() as StepResult<number[]>),
    }),
  });
}

function odd(change: Partial<Dynamics>): EnvironmentDefinition {
  return { ...counter(1000), dynamics: { ...counter(1000).dynamics!, ...change } } as EnvironmentDefinition;
}

function stepTimes(definition: EnvironmentDefinition, count: number, steps: number): void {
  const vector = vectorize(definition, count, createRandom(1));
  vector.reset();
  for (let i = 0; i < steps; i++) vector.step(randomActions(vector, createRandom(2)));
}

describe("vectorize", () => {
  it("resets an ended copy in the same step and keeps the true last observation", () => {
    const vector = vectorize(counter(3), 2, createRandom(1));
    vector.reset();
    const actions = new Float32Array(2);
    vector.step(actions);
    vector.step(actions);
    expect([...vector.observations]).toEqual([2, 2]);
    expect(vector.finishedEpisodes).toEqual([]);
    vector.step(actions);
    expect([...vector.observations]).toEqual([0, 0]);
    expect([...vector.finalObservations]).toEqual([3, 3]);
    expect([...vector.rewards]).toEqual([3, 3]);
    expect([...vector.terminated]).toEqual([1, 1]);
    expect([...vector.truncated]).toEqual([0, 0]);
    // 1 + 2 + 3
    expect(vector.finishedEpisodes).toEqual([
      { copy: 0, episodeReturn: 6, length: 3 },
      { copy: 1, episodeReturn: 6, length: 3 },
    ]);
    vector.step(actions);
    expect([...vector.observations]).toEqual([1, 1]);
    expect([...vector.terminated]).toEqual([0, 0]);
    expect(vector.finishedEpisodes).toEqual([]);
  });

  it("truncates at the time limit, and terminates where both happen at once", () => {
    const run = (length: number) => {
      const vector = vectorize(counter(length), 1, createRandom(1), { maxEpisodeSteps: 2 });
      vector.reset();
      return record(vector, 2).map(({ terminated, truncated }) => [terminated[0], truncated[0]]);
    };
    expect(run(100)).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect(run(2)).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it("lets objects truncate themselves, which is no termination", () => {
    const definition = returning(() => ({ observation: [1, 2], reward: 0, terminated: false, truncated: true }));
    const vector = vectorize(definition, 1, createRandom(1));
    vector.reset();
    expect(record(vector, 4).map(({ truncated }) => truncated[0])).toEqual([0, 0, 0, 1]);
    expect([...vector.terminated]).toEqual([0]);
    expect([...vector.finalObservations]).toEqual([1, 2]);
  });

  it("gives every copy a stream of its own, whatever the number of copies", () => {
    const few = vectorize(cartPole, 2, createRandom(5));
    const many = vectorize(cartPole, 6, createRandom(5));
    few.reset();
    many.reset();
    expect([...many.observations.subarray(0, 8)]).toEqual([...few.observations]);
    expect([...many.observations.subarray(0, 4)]).not.toEqual([...many.observations.subarray(4, 8)]);
  });

  it.each(all.map((definition) => [definition.id, definition] as const))(
    "continues %s exactly after save and restore into a new vector",
    (_id, definition) => {
      const original = vectorize(definition, 3, createRandom(1), { maxEpisodeSteps: 30 });
      original.reset();
      record(original, 47, 1);
      const state = original.getState();
      const observations = [...original.observations];
      const restored = vectorize(definition, 3, createRandom(2), { maxEpisodeSteps: 30 });
      restored.setState(state);
      expect([...restored.observations]).toEqual(observations);
      const continued = record(original, 100);
      expect(continued.some(({ finished }) => finished.length > 0)).toBe(true);
      expect(record(restored, 100)).toEqual(continued);
      // the snapshot is a copy: restoring it again, into the original, repeats the same future
      original.setState(state);
      expect(record(original, 100)).toEqual(continued);
    },
  );

  it("steps the same with and without permission to compile a loop of its own", async () => {
    const free = vectorize(acrobot, 2, createRandom(1));
    free.reset();
    const expected = record(free, 50);
    vi.stubGlobal("Function", () => {
      throw new EvalError("unsafe-eval is not allowed");
    });
    try {
      // a new dynamics object, so that the cached loop is not found
      const shared = vectorize(
        { ...acrobot, dynamics: { ...acrobot.dynamics! } } as EnvironmentDefinition,
        2,
        createRandom(1),
      );
      shared.reset();
      expect(record(shared, 50)).toEqual(expected);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("passes Discrete actions to objects with the space's start", () => {
    const seen: number[] = [];
    const definition = defineEnvironment({
      id: "Start-v0",
      observationSpace: discrete(3, { start: 1 }),
      actionSpace: discrete(2, { start: 5 }),
      create: () => ({
        reset: () => 1,
        step(action) {
          seen.push(action);
          return { observation: 3, reward: 0, terminated: false };
        },
      }),
    });
    const vector = vectorize(definition, 2, createRandom(1));
    vector.reset();
    vector.step(Int32Array.of(0, 1));
    expect(seen).toEqual([5, 6]);
    expect([...vector.observations]).toEqual([0, 0, 1, 0, 0, 1]);
  });

  it("keeps the masks of the current observations", () => {
    const definition = defineEnvironment({
      id: "Masked-v0",
      observationSpace: box({ shape: [1] }),
      actionSpace: multiDiscrete([2, 2]),
      create: () => {
        let step = 0;
        return {
          reset() {
            step = 0;
            return [0];
          },
          step: () => ({ observation: [++step], reward: 0, terminated: step === 2 }),
          actionMask: () => (step === 1 ? [true, false, true, true] : [1, 1, 1, 0]),
        };
      },
    });
    const vector = vectorize(definition, 1, createRandom(1));
    vector.reset();
    expect([...vector.actionMasks!]).toEqual([1, 1, 1, 0]);
    vector.step(Int32Array.of(0, 1));
    expect([...vector.actionMasks!]).toEqual([1, 0, 1, 1]);
    vector.step(Int32Array.of(0, 1));
    expect([...vector.actionMasks!]).toEqual([1, 1, 1, 0]);
    expect(vectorize(cartPole, 1, createRandom(1)).actionMasks).toBeUndefined();
  });

  it("restarts episodes of environments that cannot be restored", () => {
    const vector = vectorize(
      returning(() => ({ observation: [5, 5], reward: 0, terminated: false })),
      1,
      createRandom(1),
    );
    expect(vector.restorable).toBe(false);
    vector.reset();
    record(vector, 5);
    expect([...vector.observations]).toEqual([5, 5]);
    vector.setState(vector.getState());
    expect([...vector.observations]).toEqual([0, 0]);
  });
});

describe("vectorize stops with an error that names environment, copy and step when", () => {
  it("dynamics observe NaN", () => {
    const definition = odd({
      observe(state, offset, observations, observationOffset) {
        // only copy 1, whose slice begins at 2
        observations[observationOffset] = offset === 2 && state[offset] === 3 ? Number.NaN : 0;
      },
    });
    const error = failure(() => stepTimes(definition, 3, 5));
    expect(error).toBeInstanceOf(RunError);
    expect(error.code).toBe("non-finite-observation");
    expect(error.message).toBe(
      'Observation element 0 is NaN in environment "Counter-v0", copy 1, step 3 of its episode.',
    );
  });

  it("the last observation of an episode is infinite", () => {
    const definition = odd({
      isTerminal: (state, offset) => state[offset] === 4,
      observe(state, offset, observations, observationOffset) {
        observations[observationOffset] = state[offset] === 4 ? Infinity : 0;
      },
    });
    expect(failure(() => stepTimes(definition, 1, 9)).message).toBe(
      'Observation element 0 is Infinity in environment "Counter-v0", copy 0, step 4 of its episode.',
    );
  });

  it("a reward is not finite, in dynamics and in objects, ending an episode or not", () => {
    for (const last of [false, true]) {
      const definition = odd({ step: () => Number.NaN, isTerminal: () => last });
      const error = failure(() => stepTimes(definition, 2, 1));
      expect([error.code, error.message]).toEqual([
        "non-finite-reward",
        'The reward is NaN in environment "Counter-v0", copy 0, step 1 of its episode.',
      ]);
    }
    const object = returning(() => ({ observation: [0, 0], reward: -Infinity, terminated: false }));
    expect(failure(() => stepTimes(object, 1, 4)).message).toBe(
      'The reward is -Infinity in environment "Odd-v0", copy 0, step 4 of its episode.',
    );
  });

  it("the environment throws, which stays the cause", () => {
    const boom = new Error("the wheel came off");
    const dynamics = odd({
      step(state, offset) {
        if (offset === 2) throw boom;
        state[offset] = 1;
        return 1;
      },
    });
    const object = returning(() => {
      throw boom;
    });
    for (const [definition, place] of [
      [dynamics, 'environment "Counter-v0", copy 1'],
      [object, 'environment "Odd-v0", copy 0, step 4 of its episode'],
    ] as const) {
      const error = failure(() => stepTimes(definition, definition === object ? 1 : 3, 4));
      expect(error).toBeInstanceOf(RunError);
      expect(error.code).toBe("environment-failed");
      expect(error.message).toContain(place);
      expect(error.message).toContain("the wheel came off");
      expect(error.cause).toBe(boom);
    }
  });

  it("an object returns something else than a result", () => {
    const cases: readonly (readonly [unknown, RegExp])[] = [
      [undefined, /step returned undefined, not a result in environment "Odd-v0", copy 0, step 4/],
      [{ observation: [0, 0], reward: 0, terminated: 1 }, /terminated is 1 .* in environment "Odd-v0", copy 0, step 4/],
      [{ observation: [0, 0], reward: 0, terminated: false, truncated: "no" }, /truncated is no/],
      [{ observation: [0, 0], reward: "1", terminated: false }, /The reward is 1 in environment/],
      [
        { observation: [0], reward: 0, terminated: false },
        /must be 2 numbers, but got 1 numbers; in environment "Odd-v0"/,
      ],
      [{ observation: [0, Number.NaN], reward: 0, terminated: false }, /element 1 is NaN in environment "Odd-v0"/],
    ];
    for (const [result, message] of cases) {
      const error = failure(() =>
        stepTimes(
          returning(() => result),
          1,
          4,
        ),
      );
      expect(error).toBeInstanceOf(RunError);
      expect(error.message).toMatch(message);
    }
  });

  it("a mask forbids everything", () => {
    const definition = {
      ...walk,
      create: () => ({ ...walk.create!(createRandom(1)), actionMask: () => [0, 0] }),
    } as unknown as EnvironmentDefinition;
    expect(failure(() => stepTimes(definition, 1, 1)).message).toMatch(
      /forbids all of the choices 0 to 1 .*copy 0, at reset/,
    );
  });

  it("a mask holds something else than 0, 1, false and true, or is none", () => {
    const masked = (mask: unknown) =>
      failure(() =>
        stepTimes(
          { ...walk, create: () => ({ ...walk.create!(createRandom(1)), actionMask: () => mask }) } as never,
          1,
          1,
        ),
      );
    for (const [mask, problem] of [
      [[1, Number.NaN], "entry 1 of the action mask is NaN, not 0, 1, false or true"],
      [[true, "no"], 'entry 1 of the action mask is the string "no", not 0, 1, false or true'],
      [undefined, "the action mask is undefined, not an array of 2 entries"],
    ] as const) {
      const error = masked(mask);
      expect(error).toBeInstanceOf(RunError);
      expect(error.message).toBe(`Something is wrong: ${problem} in environment "Walk-v0", copy 0, at reset.`);
    }
    expect(masked([false, false]).message).toMatch(/forbids all of the choices 0 to 1/);
  });

  it("create returns no environment, or anything returns a promise", () => {
    const sound = walk.create!(createRandom(1));
    const cases: readonly (readonly [() => unknown, string])[] = [
      [() => undefined, 'create of "Walk-v0" returned undefined, not an environment.'],
      [() => ({ reset: sound.reset }), 'create of "Walk-v0" returned an object without a function step.'],
      [() => ({ step: sound.step }), 'create of "Walk-v0" returned an object without a function reset.'],
      [
        () => ({ ...sound, actionMask: [1, 1] }),
        'create of "Walk-v0" returned an object whose actionMask is 2 numbers, not a function.',
      ],
      [async () => sound, 'create of "Walk-v0" returned a promise; environments are synchronous.'],
      [
        () => ({ ...sound, reset: async () => [0, 1] }),
        'reset of "Walk-v0" returned a promise; environments are synchronous.',
      ],
      [
        () => ({ ...sound, step: () => Promise.reject(new Error("late")) }),
        'step of "Walk-v0" returned a promise; environments are synchronous.',
      ],
    ];
    for (const [create, message] of cases) {
      const error = failure(() => stepTimes({ ...walk, create } as never, 2, 1));
      expect(error).toBeInstanceOf(RunError);
      expect(error.message).toBe(message);
    }
  });

  it("the actions do not fit", () => {
    const vector = vectorize(cartPole, 2, createRandom(1));
    expect(failure(() => vector.step(new Int32Array(2))).code).toBe("step-before-reset");
    vector.reset();
    expect(failure(() => vector.step(Int32Array.of(0, 2))).message).toBe(
      'The action for copy 1 of environment "CartPole-v1" is 2, but the choices are 0 to 1.',
    );
    expect(failure(() => vector.step(Int32Array.of(-1, 0))).code).toBe("invalid-action");
    expect(failure(() => vector.step(new Int32Array(3))).message).toMatch(
      /Int32Array actions of length 2 .* of length 3/,
    );
    expect(failure(() => vector.step(new Float32Array(2))).message).toMatch(/got Float32Array/);
    const continuous = vectorize(pendulum, 2, createRandom(1));
    continuous.reset();
    const error = failure(() => continuous.step(Float32Array.of(0, Number.NaN)));
    expect(error).toBeInstanceOf(RunError);
    expect(error.message).toBe('The action for copy 1 of environment "Pendulum-v1" is NaN.');
  });

  it("the arguments or the saved state make no sense", () => {
    expect(() => vectorize(cartPole, 0, createRandom(1))).toThrow(UsageError);
    expect(() => vectorize(cartPole, 1, createRandom(1), { maxSteps: 3 } as object)).toThrow(/no option "maxSteps"/);
    expect(() => vectorize(cartPole, 1, createRandom(1), { firstCopy: -1 })).toThrow(/no copy has the number -1/);
    expect(() => vectorize(cartPole, 1, createRandom(1), { maxEpisodeSteps: 0 })).toThrow(/maxEpisodeSteps 0/);
    const two = vectorize(cartPole, 2, createRandom(1));
    const three = vectorize(cartPole, 3, createRandom(1));
    three.reset();
    expect(() => two.setState(three.getState())).toThrow(/3 where 2|generators/);
    expect(() => two.setState(null)).toThrow(UsageError);
  });
});
