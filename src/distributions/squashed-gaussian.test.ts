import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Parameters } from "../nn/index.js";
import { createRandom } from "../random/index.js";
import { compile } from "../runtime/index.js";
import { evaluate, gradients, input, ndArray, sum } from "../tensor/index.js";
import { diagonalGaussian, squashed, stateDependentExploration } from "./index.js";
import { KOLMOGOROV_QUADRATURE, logSquashSlope } from "./squashed-gaussian.js";
import { integrate, ofRows } from "./testing/rows.js";

const one = squashed(diagonalGaussian(1));
const two = squashed(diagonalGaussian(2));
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const moments = () => fc.tuple(number(-2, 2), number(-1, 1));

/** log density of N(mean, exp(logStd)²), written independently. */
const logNormal = (u: number, [mean, logStd]: readonly [number, number]) =>
  -0.5 * ((u - mean) / Math.exp(logStd)) ** 2 - logStd - 0.5 * Math.log(2 * Math.PI);
/** log(1 − tanh²u), without cancellation. */
const logSlope = (u: number) => 2 * (Math.LN2 - Math.abs(u) - Math.log1p(Math.exp(-2 * Math.abs(u))));
/** log density of tanh(u) at tanh(u). */
const logDensity = (u: number, p: readonly [number, number]) => logNormal(u, p) - logSlope(u);
/** Over the Gaussian itself, wide and fine enough for every spread. */
const expectation = ([mean, logStd]: readonly [number, number], f: (u: number) => number) =>
  integrate(12, 24_000, (z) => (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) * f(mean + Math.exp(logStd) * z));

const logProbsOf = (p: readonly [number, number], us: readonly number[]) =>
  ofRows(
    one,
    us.map(() => p),
    (d) => d.logProb(input("action", ["batch", 1])),
    { action: ndArray([us.length, 1], us) },
  );

describe("the squashed Gaussian", () => {
  it("has a density over (−1, 1) that integrates to 1", () => {
    const points = 40_000;
    const actions = Array.from({ length: points }, (_, i) => -1 + ((i + 0.5) * 2) / points);
    const total = logProbsOf(
      [0.7, -0.4],
      actions.map((action) => Math.atanh(action)),
    ).reduce((sum, logProb) => sum + Math.exp(logProb) * (2 / points), 0);
    expect(total).toBeCloseTo(1, 6);
  });

  it("log-probability, entropy and KL equal their definitions by numeric integration", () => {
    fc.assert(
      fc.property(moments(), moments(), number(-3, 3), (p, q, u) => {
        expect(logProbsOf(p, [u])[0]).toBeCloseTo(logDensity(u, p), 9);
        const [entropy] = ofRows(one, [p], (d) => d.entropy());
        expect(Math.abs(entropy! - expectation(p, (v) => -logDensity(v, p)))).toBeLessThan(6e-7);
        const [kl] = ofRows(one, [p], (d) => d.klDivergence(one.fromParameters(input("q", ["batch", 2]))), {
          q: ndArray([1, 2], q),
        });
        expect(kl).toBeCloseTo(
          expectation(p, (v) => logDensity(v, p) - logDensity(v, q)),
          7,
        );
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    [0, -8],
    [2, -8],
    [30, -8],
    [-0.3, 2],
    [8, 2],
    [0, 4],
  ] as const)("has the right entropy where mean %d meets log standard deviation %d", (mean, logStd) => {
    const p = [mean, logStd] as const;
    const [entropy] = ofRows(one, [p], (d) => d.entropy());
    const exact = logStd + 0.5 + 0.5 * Math.log(2 * Math.PI) + expectation(p, logSlope);
    expect(Math.abs(entropy! - exact)).toBeLessThan(6e-7);
  });

  it("the quadrature behind the entropy has the moments of the Kolmogorov distribution that make it a Gauss rule", () => {
    // m·Γ(m/2)·η(m)/2^(m/2): η(m) = Σ (−1)^(k+1)/k^m, averaged over neighboring partial sums
    const eta = (m: number) => {
      let total = 0;
      for (let k = 1; k <= 200_000; k++) total += (k % 2 === 1 ? 1 : -1) / k ** m;
      return total + 0.5 / 200_001 ** m;
    };
    let gamma: readonly [number, number] = [Math.sqrt(Math.PI), 1];
    for (let m = 1; m <= 15; m++) {
      const exact = (m * gamma[0] * eta(m)) / 2 ** (m / 2);
      const moment = KOLMOGOROV_QUADRATURE.reduce((total, [node, weight]) => total + weight * node ** m, 0);
      expect(Math.abs(moment / exact - 1)).toBeLessThan(1e-9);
      gamma = [gamma[1], gamma[0] * (m / 2)];
    }
    expect(KOLMOGOROV_QUADRATURE.reduce((total, [, weight]) => total + weight, 0)).toBeCloseTo(1, 14);
  });

  it("is joint over dimensions: log-probabilities and entropies add up", () => {
    const joint = [0.1, 1, -0.2, 0.5];
    const [logProb] = ofRows(two, [joint], (d) => d.logProb(input("action", ["batch", 2])), {
      action: ndArray([1, 2], [0.4, -0.7]),
    });
    expect(logProb).toBeCloseTo(logDensity(0.4, [0.1, -0.2]) + logDensity(-0.7, [1, 0.5]), 12);
    const [entropy] = ofRows(two, [joint], (d) => d.entropy());
    const single = ofRows(
      one,
      [
        [0.1, -0.2],
        [1, 0.5],
      ],
      (d) => d.entropy(),
    );
    expect(entropy).toBeCloseTo(single[0]! + single[1]!, 12);
  });

  it("entropy's gradient is that of its definition, by finite differences of the numeric integral", () => {
    const rows = input("parameters", ["batch", 2]);
    const [slope] = evaluate(gradients(sum(one.fromParameters(rows).entropy()), [rows]), {
      parameters: ndArray([1, 2], [0.8, 0.3]),
    });
    const exact = (mean: number, logStd: number) => expectation([mean, logStd], logSlope) + logStd;
    const h = 1e-4;
    expect(slope!.data[0]).toBeCloseTo((exact(0.8 + h, 0.3) - exact(0.8 - h, 0.3)) / (2 * h), 5);
    expect(slope!.data[1]).toBeCloseTo((exact(0.8, 0.3 + h) - exact(0.8, 0.3 - h)) / (2 * h), 5);
  });

  it("keeps value and gradient of log(1 − tanh²u) where tanh(u) has rounded to 1, in float32", async () => {
    const u = input("u", ["batch"]);
    const value = logSquashSlope(u);
    const [gradient] = gradients(sum(value), [u]);
    const program = await compile({ outputs: { value, gradient: gradient! } });
    const us = [-100, -20, -9.2, -1, 0, 0.5, 9.2, 20, 100];
    const result = await program.run({ u: Float32Array.from(us) });
    for (const [i, each] of us.entries()) {
      const exact = logSlope(each);
      expect(Math.abs(result.value[i]! - exact)).toBeLessThan(2e-6 * Math.max(1, Math.abs(exact)));
      expect(Math.abs(result.gradient[i]! + 2 * Math.tanh(each))).toBeLessThan(2e-6);
    }
  });

  it("gSDE can be squashed, too", () => {
    const family = squashed(stateDependentExploration(2));
    expect(family).toMatchObject({ name: "squashed-state-dependent-exploration", squashed: true, parameterSize: 4 });
    const head = family.head(new Parameters(), input("features", ["batch", 3]));
    expect(head.distribution.entropy().shape).toEqual(["batch"]);
  });
});

describe("the head of a squashed Gaussian", () => {
  it("samples actions whose average negative log-probability is the entropy", async () => {
    const parameters = new Parameters();
    const head = squashed(diagonalGaussian(1)).head(parameters, input("features", ["batch", 1]));
    const sample = head.sample(input("noise", ["batch", 1]));
    const { distribution } = head;
    const program = await compile({
      outputs: parameters.bind({ logProb: distribution.logProb(sample), entropy: distribution.entropy() }),
    });
    const count = 40_000;
    const noise = new Float32Array(count);
    createRandom(3).fillNormal(noise);
    const { logProb, entropy } = await program.run({
      features: new Float32Array(count),
      noise,
      parameters: Float32Array.of(0, 0.5, -0.2),
    });
    const average = (logProb as Float32Array).reduce((total, x) => total + x, 0) / count;
    // four standard errors of log-probabilities, which vary by about 0.7
    expect(Math.abs(average + entropy[0]!)).toBeLessThan((4 * 0.9) / Math.sqrt(count));
  });

  it("with a state-dependent standard deviation gives every state its own, clamped to its range", () => {
    const parameters = new Parameters();
    const options = { stateDependentStd: true, initialLogStd: -1, logStdRange: [-20, 2] as const };
    const head = squashed(diagonalGaussian(1, options)).head(parameters, input("features", ["batch", 1]));
    // weights and biases: mean, then log standard deviation
    expect(parameters.layout.map(({ name }) => name)).toEqual(["weight", "bias", "logStd/weight", "logStd/bias"]);
    const { rows } = parameters.bind({ rows: head.distribution.parameters });
    const [result] = evaluate([rows], {
      features: ndArray([4, 1], [0, 1, 100, -100]),
      parameters: ndArray([4], [0, 0, 0.5, 0.25]),
    });
    expect([...result!.data]).toEqual([0, -0.75, 0, -0.25, 0, 2, 0, -20]);
  });
});
