import { describe, expect, it } from "vitest";
import { Parameters } from "../nn/index.js";
import { createRandom } from "../random/index.js";
import { compile } from "../runtime/index.js";
import { evaluate, gradients, input, ndArray, sum } from "../tensor/index.js";
import { stateDependentExploration } from "./index.js";

const FEATURES = 3;
const SIZE = 2;

function build(options = {}) {
  const parameters = new Parameters();
  const features = input("features", ["batch", FEATURES]);
  const family = stateDependentExploration(SIZE, options);
  const head = family.head(parameters, features);
  return { parameters, features, family, head };
}

/** Weights [3, 2] and biases [2] of the mean, then log standard deviations [3, 2]. */
const logStd = [0, -1, 0.5, -0.5, 0.25, 0];
const values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1, -1, ...logStd];
const x = [0.5, -1, 2];
const meanOf = (dimension: number) =>
  x.reduce((total, feature, i) => total + feature * values[i * SIZE + dimension]!, values[6 + dimension]!);
const varianceOf = (dimension: number) =>
  x.reduce((total, feature, i) => total + feature ** 2 * Math.exp(2 * logStd[i * SIZE + dimension]!), 0);

describe("generalized state-dependent exploration", () => {
  it("is for learning a Gaussian of variance Σ x²·σ²", () => {
    const { parameters, head } = build();
    const { rows } = parameters.bind({ rows: head.distribution.parameters });
    const [result] = evaluate([rows], { features: ndArray([1, 3], x), parameters: ndArray([14], values) });
    for (const dimension of [0, 1]) {
      expect(result!.data[dimension]).toBeCloseTo(meanOf(dimension), 12);
      expect(result!.data[2 + dimension]).toBeCloseTo(0.5 * Math.log(varianceOf(dimension) + 1e-6), 12);
    }
  });

  it("samples with exactly that mean and variance", async () => {
    const { parameters, head, family } = build();
    const size = family.noise(FEATURES).size;
    expect(size).toBe(FEATURES * SIZE);
    const program = await compile({
      outputs: parameters.bind({ action: head.sample(input("noise", ["batch", size])) }),
    });
    const count = 40_000;
    const noise = new Float32Array(count * size);
    createRandom(8).fillNormal(noise);
    const features = Float32Array.from({ length: count * 3 }, (_, i) => x[i % 3]!);
    const { action } = await program.run({ features, noise, parameters: Float32Array.from(values) });
    for (const dimension of [0, 1]) {
      const column = Array.from({ length: count }, (_, row) => action[row * SIZE + dimension]!);
      const mean = column.reduce((a, b) => a + b) / count;
      const variance = column.reduce((total, a) => total + (a - mean) ** 2, 0) / count;
      expect(Math.abs(mean - meanOf(dimension))).toBeLessThan(4 * Math.sqrt(varianceOf(dimension) / count));
      expect(Math.abs(variance / varianceOf(dimension) - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    }
  });

  it("with the same noise, the same state is explored the same way, and a state of −x the opposite way", () => {
    const { parameters, head } = build();
    const { action } = parameters.bind({ action: head.sample(input("noise", ["batch", 6])) });
    const noise = [1, -2, 0.5, 0.25, -1, 3];
    const [result] = evaluate([action], {
      features: ndArray([2, 3], [...x, ...x.map((feature) => -feature)]),
      noise: ndArray([2, 6], [...noise, ...noise]),
      parameters: ndArray([14], [...Array(8).fill(0), ...logStd]),
    });
    expect(result!.data[2]).toBeCloseTo(-result!.data[0]!, 12);
    // Θ₀₀ = 1·e⁰, Θ₁₀ = 0.5·e^0.5, Θ₂₀ = −1·e^0.25
    expect(result!.data[0]).toBeCloseTo(0.5 * 1 - 1 * 0.5 * Math.exp(0.5) + 2 * -1 * Math.exp(0.25), 12);
  });

  it("passes no gradient to the features through the variance, but one to the log standard deviations", () => {
    const { parameters, features, head } = build();
    const entropy = sum(head.distribution.entropy());
    const { toFeatures, toParameters } = parameters.bind({
      toFeatures: gradients(entropy, [features])[0]!,
      toParameters: parameters.gradient(entropy),
    });
    const feeds = { features: ndArray([1, 3], x), parameters: ndArray([14], values) };
    const [first, second] = evaluate([toFeatures, toParameters], feeds);
    expect([...first!.data]).toEqual([0, 0, 0]);
    expect([...second!.data].slice(8).every((value) => value > 0)).toBe(true);
  });

  it("stays finite where the features vanish", () => {
    const { parameters, head } = build();
    const loss = sum(head.distribution.logProb(input("action", ["batch", 2])));
    const { value, gradient } = parameters.bind({ value: loss, gradient: parameters.gradient(loss) });
    const results = evaluate([value, gradient], {
      features: ndArray([1, 3], [0, 0, 0]),
      action: ndArray([1, 2], [1, -1]),
      parameters: ndArray([14], values),
    });
    for (const { data } of results) expect(data.every(Number.isFinite)).toBe(true);
  });

  it("asks for new noise once per rollout, or every so many steps", () => {
    expect(stateDependentExploration(1).noise(4)).toEqual({
      kind: "normal",
      size: 4,
      period: Number.POSITIVE_INFINITY,
    });
    expect(stateDependentExploration(1, { samplePeriod: 8 }).noise(4).period).toBe(8);
  });
});
