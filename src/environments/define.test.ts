import { describe, expect, expectTypeOf, it } from "vitest";
import { box, dict, discrete } from "../spaces/index.js";
import { defineEnvironment } from "./define.js";
import type { EnvironmentDefinition } from "./environment.js";

const valid = {
  id: "Valid-v0",
  observationSpace: box({ shape: [1] }),
  actionSpace: discrete(2),
  create: () => ({ reset: () => [0], step: () => ({ observation: [0], reward: 0, terminated: true }) }),
};

describe("defineEnvironment", () => {
  it("infers the action's and the observation's type from the spaces", () => {
    const byChoice = defineEnvironment({
      ...valid,
      create: () => ({
        reset: () => [0],
        step(action) {
          expectTypeOf(action).toEqualTypeOf<number>();
          return { observation: Float32Array.of(0), reward: 0, terminated: false };
        },
      }),
    });
    expectTypeOf(byChoice.create!).returns.toHaveProperty("reset").returns.toEqualTypeOf<Float32Array>();
    defineEnvironment({
      id: "Continuous-v0",
      observationSpace: dict({ gear: discrete(3), speed: box({ shape: [1] }) }),
      actionSpace: box({ shape: [2] }),
      create: () => ({
        reset: () => ({ gear: 1, speed: [0] }),
        step(action) {
          expectTypeOf(action).toEqualTypeOf<Float32Array>();
          return { observation: { gear: 1, speed: [0] }, reward: 0, terminated: false };
        },
      }),
    });
    defineEnvironment({
      ...valid,
      // @ts-expect-error: the observation space is a box, not a number
      create: () => ({ reset: () => 0, step: () => ({ observation: 0, reward: 0, terminated: false }) }),
    });
  });

  it("gives a definition that every consumer of definitions takes", () => {
    expectTypeOf(defineEnvironment(valid)).toExtend<EnvironmentDefinition>();
    expect(defineEnvironment(valid).id).toBe("Valid-v0");
  });

  it("refuses impossible declarations and names the field", () => {
    const define = (change: object) => () => defineEnvironment({ ...valid, ...change } as typeof valid);
    expect(define({ id: " " })).toThrow(/id is a non-empty string/);
    expect(define({ actionSpace: undefined })).toThrow('Environment "Valid-v0" has no actionSpace.');
    expect(define({ observationSpace: { kind: "box", low: -1 } })).toThrow(
      'The observationSpace of environment "Valid-v0" is of kind "box", but lacks the field "shape".',
    );
    expect(define({ actionSpace: { kind: "boks" } })).toThrow(/actionSpace of environment "Valid-v0" .* kind "boks"/);
    expect(() => defineEnvironment(undefined as unknown as typeof valid)).toThrow(/undefined is not an environment/);
    expect(define({ actionSpace: dict({ a: discrete(2) }) })).toThrow(/dict cannot be an action space/);
    expect(define({ maxEpisodeSteps: 0 })).toThrow(/maxEpisodeSteps 0/);
    expect(define({ rewardThreshold: Number.NaN })).toThrow(/rewardThreshold NaN/);
    expect(define({ create: undefined })).toThrow(/either create or dynamics/);
    expect(define({ dynamics: {} })).toThrow(/either create or dynamics/);
    expect(define({ create: undefined, dynamics: { stateSize: 0 } })).toThrow(/stateSize 0/);
    expect(define({ create: undefined, dynamics: { stateSize: 2, initialStateSize: 3 } })).toThrow(
      /initialStateSize 3/,
    );
    expect(define({ create: undefined, dynamics: { stateSize: 2 } })).toThrow("lacks dynamics.reset.");
  });
});
