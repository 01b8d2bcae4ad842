import { describe, expect, it } from "vitest";
import { box, discrete } from "../spaces/index.js";
import { actionClipper, explainedVariance, normalize, ratioStatistics } from "./index.js";

describe("explained variance", () => {
  it("is 1 for perfect predictions, 0 for a constant and negative for worse", () => {
    const target = [1, 2, 3, 6];
    const of = (prediction: readonly number[]) =>
      explainedVariance(
        Float32Array.from(prediction),
        Float32Array.from(target, (value, i) => value - prediction[i]!),
      );
    expect(of(target)).toBe(1);
    expect(of([3, 3, 3, 3])).toBeCloseTo(0, 6);
    expect(of([0, 0, 0, 0])).toBeCloseTo(0, 6);
    // residuals 2, 4, 6, 12: four times the variance
    expect(of([-1, -2, -3, -6])).toBeCloseTo(-3, 6);
  });

  it("is not a number for a constant target", () => {
    expect(explainedVariance(Float32Array.of(1, 2), Float32Array.of(1, 0))).toBeNaN();
  });
});

describe("normalize", () => {
  it("gives mean 0 and an unbiased standard deviation of 1", () => {
    const values = Float32Array.of(1, 2, 3);
    normalize(values);
    // mean 2, unbiased standard deviation 1
    expect([...values].map((value) => Number(value.toFixed(6)))).toEqual([-1, 0, 1]);
  });

  it("leaves equal values at 0", () => {
    const values = new Float32Array(7).fill(0.1);
    normalize(values);
    expect([...values]).toEqual(Array(7).fill(0));
  });
});

describe("statistics of importance ratios", () => {
  it("of ratios 1 are those of equal policies", () => {
    expect(ratioStatistics(new Float32Array(4), 0.2)).toMatchObject({
      mean: 1,
      min: 1,
      max: 1,
      approximateKl: 0,
      clipFraction: 0,
    });
  });

  it("equal an example computed by hand", () => {
    const ratios = [0.5, 1, 1.25, 2];
    const { mean, min, max, approximateKl, plainKl, clipFraction } = ratioStatistics(
      Float32Array.from(ratios, Math.log),
      0.3,
    );
    expect(mean).toBeCloseTo(4.75 / 4, 6);
    expect(min).toBeCloseTo(0.5, 6);
    expect(max).toBeCloseTo(2, 6);
    // −log ρ: the logarithms of ½ and 2 cancel
    expect(plainKl).toBeCloseTo(-Math.log(1.25) / 4, 6);
    expect(approximateKl).toBeCloseTo((4.75 - 4) / 4 - Math.log(1.25) / 4, 6);
    // 0.5 and 2 lie outside [0.7, 1.3]
    expect(clipFraction).toBe(0.5);
  });
});

describe("actions for environments", () => {
  it("are clipped per element of a box, into a buffer of their own", () => {
    const clip = actionClipper(box({ low: [-1, 0], high: [1, 5] }), 2);
    const sampled = Float32Array.of(-3, -3, 3, 3);
    expect([...clip(sampled)]).toEqual([-1, 0, 1, 3]);
    expect([...sampled]).toEqual([-3, -3, 3, 3]);
  });

  it("are squashed into the bounds where the policy's family is, without ever leaving them", () => {
    const squash = actionClipper(box({ low: [-1, 0], high: [1, 5] }), 2, { squashed: true });
    const sent = squash(Float32Array.of(0, 0, Math.atanh(0.5), -1000));
    expect(sent[0]).toBe(0);
    expect(sent[1]).toBe(2.5);
    expect(sent[2]).toBeCloseTo(0.5, 6);
    expect(sent[3]).toBe(0);
    const awkward = box({ shape: [1], low: -0.1, high: 0.3 });
    expect(actionClipper(awkward, 1, { squashed: true })(Float32Array.of(1000))[0]).toBe(Math.fround(0.3));
  });

  it("are passed on where they are discrete", () => {
    const actions = Int32Array.of(0, 1);
    expect(actionClipper(discrete(2), 2)(actions)).toBe(actions);
  });
});
