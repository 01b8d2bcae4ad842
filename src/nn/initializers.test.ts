import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { constantInitializer, normalInitializer, orthogonalInitializer } from "./index.js";
import { uniformFanIn } from "./layers.js";

/** The Gram matrix of a matrix's columns, or of its rows. */
function gram(values: Float32Array, rows: number, columns: number, ofColumns: boolean): number[][] {
  const at = (row: number, column: number) => values[row * columns + column]!;
  const [count, length] = ofColumns ? [columns, rows] : [rows, columns];
  return Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (_, b) => {
      let total = 0;
      for (let i = 0; i < length; i++) total += ofColumns ? at(i, a) * at(i, b) : at(a, i) * at(b, i);
      return total;
    }),
  );
}

describe("orthogonal initialization", () => {
  it.each([
    { rows: 64, columns: 4 },
    { rows: 4, columns: 64 },
    { rows: 16, columns: 16 },
    { rows: 7, columns: 1 },
  ])("of $rows × $columns: the vectors of the shorter side are orthogonal and as long as the gain", (shape) => {
    const { rows, columns } = shape;
    const gain = Math.SQRT2;
    const values = orthogonalInitializer(gain)([rows, columns], createRandom(3));
    const products = gram(values, rows, columns, rows >= columns);
    for (const [a, row] of products.entries()) {
      for (const [b, product] of row.entries()) expect(product).toBeCloseTo(a === b ? gain ** 2 : 0, 5);
    }
  });

  it.each([{ shape: [8, 4, 3, 3] }, { shape: [32, 2, 3, 3] }])(
    "takes kernels $shape as a matrix of their filters against the rest",
    ({ shape }) => {
      const values = orthogonalInitializer(Math.SQRT2)(shape, createRandom(1));
      const filters = shape[0]!;
      const inputs = values.length / filters;
      const products = gram(values, filters, inputs, filters > inputs);
      for (const [a, row] of products.entries()) {
        for (const [b, product] of row.entries()) expect(product).toBeCloseTo(a === b ? 2 : 0, 5);
      }
    },
  );

  it("takes parameters of three axes as a matrix of the last axis against the rest", () => {
    const values = orthogonalInitializer(0.5)([2, 3, 4], createRandom(1));
    const products = gram(values, 6, 4, true);
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) expect(products[a]![b]).toBeCloseTo(a === b ? 0.25 : 0, 5);
    }
  });

  it("has no preferred direction: entries average to 0 over seeds", () => {
    let total = 0;
    for (let seed = 0; seed < 400; seed++) total += orthogonalInitializer(1)([2, 2], createRandom(seed))[0]!;
    // a cosine of a uniform angle has variance 1/2
    expect(Math.abs(total / 400)).toBeLessThan(4 * Math.sqrt(0.5 / 400));
  });
});

describe("other initializers", () => {
  it("constant fills every element", () => {
    expect([...constantInitializer(0.25)([2, 2], createRandom(0))]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it("normal has the standard deviation asked for", () => {
    const values = normalInitializer(0.1)([100, 100], createRandom(5));
    const variance = values.reduce((total, value) => total + value * value, 0) / values.length;
    expect(variance).toBeCloseTo(0.01, 3);
  });

  it("fan-in uniform counts all pixels that a filter sees", () => {
    const values = uniformFanIn([50, 4, 5, 5], createRandom(5));
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(0.1);
    expect(largest).toBeGreaterThan(0.099);
  });

  it("fan-in uniform stays within 1/√inputs and fills that range", () => {
    const values = uniformFanIn([16, 100], createRandom(5));
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(0.25);
    expect(largest).toBeGreaterThan(0.24);
  });
});
