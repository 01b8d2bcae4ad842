import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import { dot } from "./dot.js";
import { conjugateGradient, type MatrixVectorProduct } from "./index.js";

/** A = BᵀB + I, whose eigenvalues are at least 1. */
function positiveDefinite(n: number, seed: number): number[][] {
  const random = createRandom(seed);
  const b = Array.from({ length: n }, () => Array.from({ length: n }, () => random.normal()));
  return b.map((_, i) => b.map((_, k) => (i === k ? 1 : 0) + b.reduce((total, row) => total + row[i]! * row[k]!, 0)));
}

const multiplyBy =
  (matrix: readonly (readonly number[])[]): MatrixVectorProduct =>
  (vector, into) => {
    for (const [i, row] of matrix.entries()) into[i] = dot(row, vector);
  };

const vectorOf = (n: number, seed: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, () => random.normal());
};

describe("the conjugate gradient", () => {
  it("solves any positive definite system of n unknowns in n steps", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.nat(), async (n, seed) => {
        const [matrix, b] = [positiveDefinite(n, seed), vectorOf(n, seed + 1)];
        // one step to spare for what rounding leaves
        const options = { maxSteps: n + 1, tolerance: 1e-18 };
        const { solution, product, residualNorm } = await conjugateGradient(multiplyBy(matrix), b, options);
        for (const [i, row] of matrix.entries()) {
          expect(Math.abs(dot(row, solution) - b[i]!)).toBeLessThan(1e-6);
          expect(product[i]).toBeCloseTo(dot(row, solution), 9);
        }
        expect(residualNorm).toBeLessThan(1e-6);
      }),
    );
  });

  it("needs one step per distinct eigenvalue", async () => {
    const diagonal = [1, 1, 4, 4, 4, 9];
    const matrix = diagonal.map((value, i) => diagonal.map((_, k) => (i === k ? value : 0)));
    const options = { maxSteps: 6, tolerance: 1e-20 };
    const { steps, solution } = await conjugateGradient(multiplyBy(matrix), new Float64Array(6).fill(1), options);
    expect(steps).toBe(3);
    for (const [i, value] of diagonal.entries()) expect(solution[i]).toBeCloseTo(1 / value, 12);
  });

  it("gives the same for the same, bit for bit", async () => {
    const solve = () =>
      conjugateGradient(multiplyBy(positiveDefinite(6, 3)), vectorOf(6, 4), { maxSteps: 4, tolerance: 1e-10 });
    expect((await solve()).solution).toEqual((await solve()).solution);
  });

  it("takes no more steps than it may, and tells what is left", async () => {
    const [matrix, b] = [positiveDefinite(8, 5), vectorOf(8, 6)];
    const { steps, solution, residualNorm } = await conjugateGradient(multiplyBy(matrix), b, {
      maxSteps: 3,
      tolerance: 1e-10,
    });
    expect(steps).toBe(3);
    const residual = matrix.map((row, i) => b[i]! - dot(row, solution));
    expect(residualNorm).toBeCloseTo(Math.sqrt(dot(residual, residual)), 9);
    expect(residualNorm).toBeGreaterThan(1e-5);
  });

  it("asks for nothing where there is nothing to solve", async () => {
    const { steps, solution } = await conjugateGradient(
      () => {
        throw new Error("asked");
      },
      new Float64Array(3),
      { maxSteps: 10, tolerance: 1e-10 },
    );
    expect(steps).toBe(0);
    expect([...solution]).toEqual([0, 0, 0]);
  });

  it("stops, finite, where the matrix is not positive along its way", async () => {
    const matrix = [
      [1, 0],
      [0, -1],
    ];
    const options = { maxSteps: 10, tolerance: 1e-10 };
    const indefinite = await conjugateGradient(multiplyBy(matrix), Float64Array.of(1, 1), options);
    expect(indefinite.steps).toBe(0);
    expect([...indefinite.solution]).toEqual([0, 0]);
    const zero = await conjugateGradient((_, into) => void into.fill(0), Float64Array.of(1, 1), options);
    expect([...zero.solution]).toEqual([0, 0]);
  });
});
