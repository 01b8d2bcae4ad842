import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Parameters } from "../nn/index.js";
import { createRandom } from "../random/index.js";
import { compile } from "../runtime/index.js";
import { evaluate, input, ndArray, sum } from "../tensor/index.js";
import { type DiagonalGaussianOptions, diagonalGaussian } from "./index.js";
import { integrate, ofRows } from "./testing/rows.js";

const one = diagonalGaussian(1);
const two = diagonalGaussian(2);
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const moments = () => fc.tuple(number(-2, 2), number(-1, 1));

/** log density of N(mean, exp(logStd)²), written independently. */
const logDensity = (x: number, [mean, logStd]: readonly [number, number]) =>
  -0.5 * ((x - mean) / Math.exp(logStd)) ** 2 - logStd - 0.5 * Math.log(2 * Math.PI);

describe("the diagonal Gaussian", () => {
  it("has a density that integrates to 1", () => {
    const points = 4000;
    const grid = Array.from({ length: points + 1 }, (_, i) => -20 + (i * 40) / points);
    const logProbs = ofRows(
      one,
      grid.map(() => [0.7, -0.4]),
      (d) => d.logProb(input("action", ["batch", 1])),
      {
        action: ndArray([grid.length, 1], grid),
      },
    );
    expect(logProbs.reduce((total, logProb) => total + Math.exp(logProb) * (40 / points), 0)).toBeCloseTo(1, 9);
  });

  it("log-probability, entropy and KL equal their definitions by numeric integration", () => {
    fc.assert(
      fc.property(moments(), moments(), number(-3, 3), (p, q, x) => {
        const [logProb] = ofRows(one, [p], (d) => d.logProb(input("action", ["batch", 1])), {
          action: ndArray([1, 1], [x]),
        });
        expect(logProb).toBeCloseTo(logDensity(x, p), 9);
        const [entropy] = ofRows(one, [p], (d) => d.entropy());
        expect(entropy).toBeCloseTo(
          integrate(30, 3000, (a) => -Math.exp(logDensity(a, p)) * logDensity(a, p)),
          8,
        );
        const [kl] = ofRows(one, [p], (d) => d.klDivergence(one.fromParameters(input("q", ["batch", 2]))), {
          q: ndArray([1, 2], q),
        });
        expect(kl).toBeCloseTo(
          integrate(30, 3000, (a) => Math.exp(logDensity(a, p)) * (logDensity(a, p) - logDensity(a, q))),
          7,
        );
      }),
      { numRuns: 30 },
    );
  });

  it("is joint over dimensions: log-probabilities, entropies and divergences add up", () => {
    const [p0, p1] = [
      [0.1, -0.2],
      [1, 0.5],
    ] as const;
    const joint = [p0[0], p1[0], p0[1], p1[1]];
    const other = { q: ndArray([1, 4], [0, 0, 0, 0]) };
    const [kl] = ofRows(two, [joint], (d) => d.klDivergence(two.fromParameters(input("q", ["batch", 4]))), other);
    const klOf = (row: readonly number[]) =>
      ofRows(one, [row], (d) => d.klDivergence(one.fromParameters(input("q", ["batch", 2]))), {
        q: ndArray([1, 2], [0, 0]),
      })[0]!;
    expect(kl).toBeCloseTo(klOf(p0) + klOf(p1), 12);
    const [entropy] = ofRows(two, [joint], (d) => d.entropy());
    expect(entropy).toBeCloseTo(
      ofRows(one, [p0, p1], (d) => d.entropy()).reduce((a, b) => a + b),
      12,
    );
    const [logProb] = ofRows(two, [joint], (d) => d.logProb(input("action", ["batch", 2])), {
      action: ndArray([1, 2], [0.4, -0.7]),
    });
    expect(logProb).toBeCloseTo(logDensity(0.4, p0) + logDensity(-0.7, p1), 12);
  });

  it("diverges from itself by exactly 0, and its mode is its mean", () => {
    expect(ofRows(two, [[1, 2, -0.5, 0.5]], (d) => d.klDivergence(d))).toEqual([0]);
    expect(ofRows(two, [[1, 2, -0.5, 0.5]], (d) => d.mode())).toEqual([1, 2]);
  });
});

describe("the head of a diagonal Gaussian", () => {
  const build = (options: DiagonalGaussianOptions = {}) => {
    const parameters = new Parameters();
    const head = diagonalGaussian(2, options).head(parameters, input("features", ["batch", 1]));
    return { parameters, head };
  };

  it("samples with the mean and the variance of the distribution", async () => {
    const { parameters, head } = build();
    const program = await compile({ outputs: parameters.bind({ action: head.sample(input("noise", ["batch", 2])) }) });
    const count = 40_000;
    const noise = new Float32Array(count * 2);
    createRandom(3).fillNormal(noise);
    // weights [1, 2], biases [2], log standard deviations [1, 2]
    const values = Float32Array.of(0, 0, 1, -2, Math.log(0.5), Math.log(2));
    const { action } = await program.run({ features: new Float32Array(count), noise, parameters: values });
    for (const [dimension, mean, std] of [
      [0, 1, 0.5],
      [1, -2, 2],
    ] as const) {
      const column = Array.from({ length: count }, (_, row) => action[row * 2 + dimension]!);
      const average = column.reduce((a, b) => a + b) / count;
      const variance = column.reduce((total, x) => total + (x - average) ** 2, 0) / count;
      expect(Math.abs(average - mean)).toBeLessThan((4 * std) / Math.sqrt(count));
      expect(Math.abs(variance / std ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    }
  });

  it("starts at the initial log standard deviation in every state", () => {
    const { parameters, head } = build({ initialLogStd: -0.7 });
    const values = parameters.initialize(createRandom(0));
    const { rows } = parameters.bind({ rows: head.distribution.parameters });
    const [result] = evaluate([rows], {
      features: ndArray([2, 1], [-5, 5]),
      parameters: ndArray([values.length], values),
    });
    for (const i of [2, 3, 6, 7]) expect(result!.data[i]).toBeCloseTo(-0.7, 6);
  });

  it("keeps the log standard deviation in its range, without gradient outside it", () => {
    const { parameters, head } = build({ logStdRange: [-1, 0.5] });
    const outputs = parameters.bind({
      rows: head.distribution.parameters,
      gradient: parameters.gradient(sum(head.distribution.entropy())),
    });
    const [rows, gradient] = evaluate([outputs.rows, outputs.gradient], {
      features: ndArray([1, 1], [0]),
      parameters: ndArray([6], [0, 0, 0, 0, -3, 0.25]),
    });
    expect([...rows!.data]).toEqual([0, 0, -1, 0.25]);
    expect([...gradient!.data]).toEqual([0, 0, 0, 0, 0, 1]);
  });
});
