import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { box, dict, discrete } from "../../spaces/index.js";
import { asEnvironment } from "../as-environment.js";
import { cartPole, pendulum } from "../classic-control/index.js";
import { defineEnvironment } from "../define.js";
import type { EnvironmentDefinition } from "../environment.js";
import { counter, randomActions, record } from "../testing.js";
import { vectorize } from "../vectorize.js";
import { createRunningStatistics, normalizeObservation, normalizeReward } from "./index.js";

describe("createRunningStatistics", () => {
  it("equals the mean and population variance of everything at once, however it is cut into batches", () => {
    const batches = fc.array(
      fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 8 }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(batches, (list) => {
        const statistics = createRunningStatistics(1);
        for (const batch of list) statistics.update(Float64Array.from(batch), batch.length);
        const values = list.flat();
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
        expect(statistics.count).toBe(values.length);
        expect(Math.abs(statistics.mean[0]! - mean)).toBeLessThan(1e-9);
        expect(Math.abs(statistics.variance[0]! - variance)).toBeLessThan(1e-6);
      }),
    );
  });

  it("symmetrized equals the statistics of everything and of its mirror image", () => {
    const map = { from: [1, 0, 2], signs: [-1, -1, -1] };
    const row = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const symmetric = createRunningStatistics(3);
        const both = createRunningStatistics(3);
        for (const values of rows) {
          symmetric.update(Float64Array.from(values), 1);
          symmetric.symmetrize(map);
          both.update(Float64Array.from([...values, ...map.from.map((j, i) => map.signs[i]! * values[j]!)]), 2);
        }
        expect(symmetric.count).toBe(rows.length);
        for (let i = 0; i < 3; i++) {
          expect(symmetric.mean[i]).toBeCloseTo(both.mean[i]!, 9);
          expect(symmetric.variance[i]).toBeCloseTo(both.variance[i]!, 9);
        }
      }),
    );
  });

  it("keeps its precision far away from zero", () => {
    const statistics = createRunningStatistics(1);
    for (let i = 0; i < 1000; i++) statistics.update(Float64Array.of(1e8 + 1, 1e8 - 1), 2);
    expect(statistics.variance[0]).toBeCloseTo(1, 6);
  });
});

describe("normalizeObservation", () => {
  it("normalizes with the statistics of all observations up to this one", () => {
    const vector = normalizeObservation(vectorize(counter(100), 1, createRandom(1)));
    vector.reset();
    vector.step(new Float32Array(1));
    vector.step(new Float32Array(1));
    // 0, 1, 2: mean 1, variance 2/3, so (2 − 1) / √(2/3)
    expect(vector.statistics.mean[0]).toBeCloseTo(1, 12);
    expect(vector.statistics.variance[0]).toBeCloseTo(2 / 3, 12);
    expect(vector.statistics.count).toBe(3);
    expect(vector.observations[0]).toBeCloseTo(Math.sqrt(1.5), 6);
  });

  it("normalizes final observations too, without counting them", () => {
    const vector = normalizeObservation(vectorize(counter(2), 1, createRandom(1)));
    vector.reset();
    vector.step(new Float32Array(1));
    vector.step(new Float32Array(1));
    // counted: 0, 1 and the next episode's 0: mean 1/3, variance 2/9; the last observation was 2
    expect(vector.statistics.count).toBe(3);
    expect(vector.finalObservations[0]).toBeCloseTo((2 - 1 / 3) / Math.sqrt(2 / 9), 5);
    expect(vector.observations[0]).toBeCloseTo(-(1 / 3) / Math.sqrt(2 / 9), 5);
  });

  it("clips", () => {
    const vector = normalizeObservation(vectorize(counter(1000), 1, createRandom(1)), { clip: 0.5 });
    vector.reset();
    for (let i = 0; i < 10; i++) vector.step(new Float32Array(1));
    expect(vector.observations[0]).toBe(0.5);
  });

  it("leaves images as they are, and normalizes what is beside them in a dict", () => {
    const image = box({ shape: [1, 2, 1], low: 0, high: 255 });
    const flat = box({ shape: [1, 2, 1] });
    const definition = defineEnvironment({
      id: "Pixels-v0",
      observationSpace: dict({ speed: box({ shape: [1] }), image, flat }),
      actionSpace: discrete(2),
      create: () => {
        let step = 0;
        const observe = () => ({ speed: [step], image: [100 * step, 255], flat: [step, step] });
        return {
          reset: observe,
          step() {
            step++;
            return { observation: observe(), reward: 0, terminated: step === 2 };
          },
        };
      },
    });
    const vector = normalizeObservation(vectorize(definition, 1, createRandom(1)));
    vector.reset();
    vector.step(Int32Array.of(0));
    // of 0 and 1: mean ½, standard deviation ½; a box without bounds is no image
    expect([...vector.observations].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([1, 100, 255, 1, 1]);
    vector.step(Int32Array.of(0));
    expect([...vector.finalObservations.subarray(1, 3)]).toEqual([200, 255]);
  });

  it("leaves frozen, shared statistics alone, as evaluation needs", () => {
    const training = normalizeObservation(vectorize(cartPole, 4, createRandom(1)));
    training.reset();
    record(training, 50);
    const evaluation = normalizeObservation(vectorize(cartPole, 2, createRandom(2)), {
      frozen: true,
      statistics: training.statistics,
    });
    const before = [training.statistics.count, ...training.statistics.mean];
    evaluation.reset();
    record(evaluation, 20);
    expect([training.statistics.count, ...training.statistics.mean]).toEqual(before);
    training.training = false;
    record(training, 5);
    expect([training.statistics.count, ...training.statistics.mean]).toEqual(before);
  });

  it("makes observations of many steps standard", () => {
    const vector = normalizeObservation(vectorize(pendulum, 16, createRandom(1)));
    vector.reset();
    record(vector, 500);
    const seen = record(vector, 500).flatMap(({ observations }) => observations.filter((_, i) => i % 3 === 2));
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    const variance = seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / seen.length;
    expect(Math.abs(mean)).toBeLessThan(0.2);
    expect(Math.abs(variance - 1)).toBeLessThan(0.3);
  });
});

describe("normalizeReward", () => {
  it("divides by the deviation of the discounted return, and starts it anew with the episode", () => {
    const vector = normalizeReward(vectorize(counter(2), 1, createRandom(1)), { gamma: 0.5 });
    vector.reset();
    const step = () => {
      vector.step(new Float32Array(1));
      return vector.rewards[0]!;
    };
    // rewards 1, 2 | 1, 2: G = 1, 2.5, 1 (anew), 2.5
    expect(step()).toBe(10); // variance 0: clipped
    expect(step()).toBeCloseTo(2 / 0.75, 5); // of {1, 2.5}: mean 1.75, deviation 0.75
    expect(step()).toBeCloseTo(1 / Math.sqrt(0.5), 5); // of {1, 2.5, 1}: mean 1.5, variance 0.5
    expect(step()).toBeCloseTo(2 / 0.75, 5);
    expect(vector.finishedEpisodes).toEqual([{ copy: 0, episodeReturn: 3, length: 2 }]);
  });

  it("starts the discounted return anew where restored environments start their episodes anew", () => {
    const make = () => {
      const { getState: _, setState: __, ...closed } = asEnvironment(counter(100), createRandom(1));
      const definition = { ...counter(100), dynamics: undefined, create: () => closed } as unknown;
      return normalizeReward(vectorize(definition as EnvironmentDefinition, 1, createRandom(1)), { gamma: 1 });
    };
    const vector = make();
    vector.reset();
    for (let i = 0; i < 5; i++) vector.step(new Float32Array(1));
    const restored = make();
    restored.setState(vector.getState());
    restored.step(new Float32Array(1));
    expect(restored.statistics.count).toBe(6);
    // returns 1, 3, 6, 10, 15 before, and 1 after: their sum is 36, with the old return it would be 51
    expect(restored.statistics.mean[0]).toBeCloseTo(36 / 6, 10);
  });

  it("does not learn while frozen", () => {
    const vector = normalizeReward(vectorize(pendulum, 2, createRandom(1)), { gamma: 0.99, frozen: true });
    vector.reset();
    vector.step(randomActions(vector, createRandom(2)));
    expect(vector.statistics.count).toBe(0);
  });

  it("refuses impossible options", () => {
    const vector = vectorize(pendulum, 2, createRandom(1));
    expect(() => normalizeReward(vector, { gamma: 1.5 })).toThrow(/gamma is 1.5/);
    expect(() => normalizeReward(vector, { gamma: 1, clip: 0 })).toThrow(/clip is 0/);
    expect(() => normalizeObservation(vector, { epsilon: -1 })).toThrow(/epsilon is -1/);
    expect(() => normalizeObservation(vector, { statistics: createRunningStatistics(2) })).toThrow(/2 elements, but 3/);
  });
});

describe("both normalizers together", () => {
  it("continue exactly after save and restore", () => {
    const make = (seed: number) =>
      normalizeReward(normalizeObservation(vectorize(cartPole, 3, createRandom(seed))), { gamma: 0.9 });
    const original = make(1);
    original.reset();
    record(original, 60, 1);
    const state = original.getState();
    const shown = [[...original.observations], [...original.rewards]];
    const restored = make(2);
    restored.setState(state);
    expect([[...restored.observations], [...restored.rewards]]).toEqual(shown);
    const continued = record(original, 100).map(({ final: _, ...rest }) => rest);
    expect(record(restored, 100).map(({ final: _, ...rest }) => rest)).toEqual(continued);
  });
});
