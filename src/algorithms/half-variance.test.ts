import { describe, expect, it } from "vitest";
import { createRandom } from "../random/index.js";
import { varianceOfHalves } from "./half-variance.js";

const norm = (vector: readonly number[]) => Math.hypot(...vector);
const meanOf = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);

describe("the variance of a gradient by its halves", () => {
  it("is n₁n₂/n² of their squared distance", () => {
    // g₁ = (1, 0) of 1 sample, g₂ = (0, 2) of 3: g = (1/4, 6/4), and 3/16 · (1² + 2²)
    expect(varianceOfHalves(Math.hypot(0.25, 1.5), 1, 2, 1 / 4)).toBeCloseTo(15 / 16, 12);
  });

  it("is on average the variance of the mean of independent samples", () => {
    const random = createRandom(3);
    const [samples, repetitions, size] = [10, 4000, 3];
    let total = 0;
    for (let n = 0; n < repetitions; n++) {
      const rows = Array.from({ length: samples }, () => Array.from({ length: size }, () => 5 + 2 * random.normal()));
      const [first, second] = [rows.slice(0, 4), rows.slice(4)];
      total += varianceOfHalves(norm(meanOf(rows)), norm(meanOf(first)), norm(meanOf(second)), 0.4);
    }
    // 3 components of variance 2²/10 each
    expect(total / repetitions).toBeGreaterThan(1.2 * 0.95);
    expect(total / repetitions).toBeLessThan(1.2 * 1.05);
  });

  it("is never negative, whatever rounding does", () => {
    expect(varianceOfHalves(1, 1, 1 - 1e-9, 0.5)).toBe(0);
  });
});
