import { describe, expect, it } from "vitest";
import { box, discrete } from "../../spaces/index.js";
import { cartPole } from "../classic-control/index.js";
import type { Environment, EnvironmentDefinition } from "../environment.js";
import { walk } from "../testing.js";
import { checkEnvironment, replayGolden, type Trajectory } from "./index.js";

type Simple = Environment<ArrayLike<number>, number>;

/** A sound environment, spoilt in one way. */
function spoilt(
  change: (sound: Simple) => Partial<Simple>,
  metadata: Partial<EnvironmentDefinition> = {},
): EnvironmentDefinition {
  return {
    id: "Spoilt-v0",
    observationSpace: box({ shape: [1], low: 0, high: 50 }),
    actionSpace: discrete(2),
    maxEpisodeSteps: 40,
    create: () => {
      let step = 0;
      const sound: Simple = {
        reset() {
          step = 0;
          return [0];
        },
        step() {
          step++;
          return { observation: [step], reward: 1, terminated: step >= 30 };
        },
        getState: () => step,
        setState(state) {
          step = state as number;
        },
      };
      return { ...sound, ...change(sound) };
    },
    ...metadata,
  } as EnvironmentDefinition;
}

function problemsOf(definition: EnvironmentDefinition): string {
  return checkEnvironment(definition, { steps: 200 }).problems.join("\n");
}

describe("checkEnvironment", () => {
  it("finds nothing wrong with sound environments, saving state or not", () => {
    expect(problemsOf(spoilt(() => ({})))).toBe("");
    expect(problemsOf(spoilt(({ reset, step }) => ({ reset, step })))).toBe("");
    expect(problemsOf(walk as EnvironmentDefinition)).toBe("");
    expect(problemsOf(spoilt(() => ({ actionMask: () => [0, 1] })))).toBe("");
  });

  it("finds observations outside their space", () => {
    expect(problemsOf(spoilt(() => ({ reset: () => [-1] })))).toContain(
      "The observation of reset is not in the observation space: element 0 is -1, below its low 0.",
    );
    expect(problemsOf(spoilt(() => ({ reset: () => [1, 2] })))).toContain("expected 1 numbers, got 2");
    expect(
      problemsOf(spoilt(() => ({ step: () => ({ observation: [Number.NaN], reward: 0, terminated: false }) }))),
    ).toContain("The observation of step 1 is not in the observation space: element 0 is NaN.");
  });

  it("finds rewards and flags of the wrong type", () => {
    expect(
      problemsOf(spoilt(() => ({ step: () => ({ observation: [0], reward: Infinity, terminated: false }) }))),
    ).toContain("The reward of step 1 is Infinity, not a finite number.");
    const flags = { observation: [0], reward: 0, terminated: 0 as unknown as boolean };
    expect(problemsOf(spoilt(() => ({ step: () => flags })))).toContain(
      "terminated of step 1 is 0, not true or false.",
    );
  });

  it("finds masks of the wrong length, masks without choices and masks that a space cannot have", () => {
    expect(problemsOf(spoilt(() => ({ actionMask: () => [1] })))).toContain(
      "has 1 entries, but the action space has 2 choices",
    );
    expect(problemsOf(spoilt(() => ({ actionMask: () => [0, 0] })))).toContain("forbids all of the choices 0 to 1");
    const continuous = spoilt(() => ({ actionMask: () => [1] }), {
      actionSpace: box({ shape: [1], low: -1, high: 1 }),
    });
    expect(problemsOf(continuous)).toContain("no choices to mask");
  });

  it("finds masks with other entries than 0, 1, false and true, and masks that are none", () => {
    const masked = (mask: () => unknown) => problemsOf(spoilt(() => ({ actionMask: mask as () => number[] })));
    expect(masked(() => [true, false])).toBe("");
    expect(masked(() => [1, Number.NaN])).toContain("entry 1 of the action mask is NaN, not 0, 1, false or true");
    expect(masked(() => undefined)).toContain("the action mask is undefined, not an array of 2 entries");
  });

  it("plays only what boolean masks allow", () => {
    const taken = new Set<number>();
    const definition = spoilt(({ step }) => ({
      actionMask: () => [true, false],
      step(action) {
        taken.add(action);
        return step(action);
      },
    }));
    expect(problemsOf(definition)).toBe("");
    expect([...taken]).toEqual([0]);
  });

  it("finds promises, and creators of something else", () => {
    const creating = (create: () => unknown) => problemsOf(spoilt(() => ({}), { create } as object));
    expect(creating(() => undefined)).toContain('create of "Spoilt-v0" returned undefined, not an environment.');
    expect(creating(async () => ({}))).toContain('create of "Spoilt-v0" returned a promise');
    const wrong = (method: object) => problemsOf(spoilt(() => method));
    expect(wrong({ reset: async () => [0] })).toContain('reset of "Spoilt-v0" returned a promise');
    expect(wrong({ step: async () => ({}) })).toContain('step of "Spoilt-v0" returned a promise');
    expect(wrong({ step: () => undefined })).toContain('step of "Spoilt-v0" returned undefined, not a result.');
  });

  it("reports the same kind of problem once, so that others show", () => {
    const step = () => ({ observation: [99], reward: Number.NaN, terminated: false });
    expect(checkEnvironment(spoilt(() => ({ step }))).problems).toHaveLength(2);
  });

  it("finds randomness from elsewhere", () => {
    let calls = 0;
    expect(problemsOf(spoilt(({ reset }) => ({ reset: () => [Number(reset()[0]) + (calls++ % 50)] })))).toContain(
      "Two runs with seed 1 differ from moment 0 on",
    );
  });

  it("finds state that getState leaves out, and half an interface", () => {
    expect(problemsOf(spoilt(() => ({ getState: () => 0 })))).toContain("the state leaves something out");
    expect(problemsOf(spoilt(({ reset, step }) => ({ reset, step, setState: undefined as never })))).toContain(
      "getState without setState",
    );
  });

  it("finds episodes that never end and elements that never vary", () => {
    const { maxEpisodeSteps: _, ...endless } = spoilt(() => ({
      step: () => ({ observation: [0], reward: 0, terminated: false }),
    }));
    expect(problemsOf(endless as EnvironmentDefinition)).toContain("No episode ended within 200 random steps");
    const flat = spoilt(() => ({}), { observationSpace: box({ low: [0], high: [0] }) });
    expect(problemsOf(flat)).toContain("Element 0 of observationSpace can only be 0");
  });

  it("reports exceptions and invalid definitions instead of throwing", () => {
    const throwing = spoilt(() => ({
      step() {
        throw new Error("out of memory");
      },
    }));
    expect(problemsOf(throwing)).toContain("An exception was thrown while playing: out of memory");
    expect(problemsOf(spoilt(() => ({}), { maxEpisodeSteps: -1 }))).toContain("maxEpisodeSteps -1");
    const space = { kind: "box", low: -1 } as unknown as EnvironmentDefinition["observationSpace"];
    expect(problemsOf(spoilt(() => ({}), { observationSpace: space }))).toContain('lacks the field "shape"');
  });

  it("compares with recorded trajectories", () => {
    const trajectory: Trajectory = {
      initialState: [0, 0, 0, 0],
      actions: [1],
      // the first step from rest only moves the speeds: 0.02 · (push − …), by the equations 0.19512 and −0.29268
      observations: [[0, 0.1951219512, 0, -0.2926829268]],
      rewards: [1],
      terminated: [false],
    };
    expect(checkEnvironment(cartPole as EnvironmentDefinition, { golden: [trajectory] }).problems).toEqual([]);
    const wrong = { ...trajectory, observations: [[0, 0.2, 0, -0.29]], rewards: [0], terminated: [true] };
    const { problems } = checkEnvironment(cartPole as EnvironmentDefinition, { golden: [wrong] });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/^Observations differ .* up to 0\.0048/);
  });
});

describe("replayGolden", () => {
  const trajectory: Trajectory = {
    initialState: [28],
    actions: [0, 1],
    observations: [[29], [30]],
    rewards: [1, 1.5],
    terminated: [false, true],
    truncated: [false, true],
  };

  it("puts objects into the recorded state by setState or by the given function, and counts what differs", () => {
    const byArray = spoilt(({ setState }) => ({ setState: (state) => setState!((state as number[])[0]!) }));
    expect(replayGolden(byArray, [trajectory])).toEqual({
      trajectories: 1,
      maxObservationError: 0,
      maxRewardError: 0.5,
      terminationMismatches: 1,
    });
    const start = (environment: { setState?(state: number): void }, [step]: readonly number[]) =>
      environment.setState!(step!);
    expect(
      replayGolden(
        spoilt(() => ({})),
        [trajectory],
        { start },
      ).maxObservationError,
    ).toBe(0);
  });

  it("fails clearly where no state can be set", () => {
    const closed = spoilt(() => ({ setState: undefined as never }));
    expect(() => replayGolden(closed, [trajectory])).toThrow(/cannot be put into a recorded state/);
  });

  it("is never content with nothing to compare", () => {
    for (const golden of [[], [{ ...trajectory, actions: [] }]]) {
      expect(() => replayGolden(cartPole as EnvironmentDefinition, golden)).toThrow(/no recorded step/);
      expect(checkEnvironment(cartPole as EnvironmentDefinition, { golden }).problems).toEqual([
        'There is no recorded step to compare environment "CartPole-v1" with.',
      ]);
    }
  });

  it("is never content with NaN", () => {
    const nan = { ...trajectory, observations: [[Number.NaN], [30]] };
    expect(
      replayGolden(
        spoilt(({ setState }) => ({ setState: (s) => setState!((s as number[])[0]!) })),
        [nan],
      ).maxObservationError,
    ).toBeNaN();
  });
});
