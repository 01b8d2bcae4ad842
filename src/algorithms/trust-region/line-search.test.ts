import { describe, expect, it } from "vitest";
import { backtrackingLineSearch, type Judgement } from "./index.js";

const start = Float32Array.of(1, -2, 0.1);
const step = Float64Array.of(1, 2, 0);

/** Judges by how far the first parameter has moved. */
async function search(judgeAt: (distance: number) => Judgement, limit = 0.01) {
  const seen: number[] = [];
  const result = await backtrackingLineSearch({
    start,
    step,
    shrink: 0.5,
    maxSteps: 4,
    limit,
    baseline: 3,
    judge: async (candidate) => {
      seen.push(candidate[0]! - 1);
      return judgeAt(candidate[0]! - 1);
    },
  });
  return { ...result, seen };
}

describe("the line search", () => {
  it("takes the full step if that is good", async () => {
    const { parameters, steps, seen } = await search(() => ({ surrogate: 3.1, kl: 0.005 }));
    expect([...parameters]).toEqual([2, 0, Math.fround(0.1)]);
    expect(steps).toBe(1);
    expect(seen).toEqual([1]);
  });

  it("shrinks the step until the divergence is within the limit", async () => {
    const { steps, seen, accepted } = await search((distance) => ({ surrogate: 4, kl: 0.04 * distance }));
    expect(seen).toEqual([1, 0.5, 0.25]);
    expect(steps).toBe(3);
    expect(accepted!.kl).toBe(0.01);
  });

  it("shrinks the step until the surrogate has improved, strictly", async () => {
    const { seen } = await search((distance) => ({ surrogate: distance < 0.5 ? 3.001 : 3, kl: 0 }));
    expect(seen).toEqual([1, 0.5, 0.25]);
  });

  it.each([
    { because: "the divergence stays too large", judgement: { surrogate: 4, kl: 0.0100001 } },
    { because: "nothing improves", judgement: { surrogate: 2.9, kl: 0 } },
    { because: "the divergence is not a number", judgement: { surrogate: 4, kl: Number.NaN } },
    { because: "the surrogate is not a number", judgement: { surrogate: Number.NaN, kl: 0 } },
  ])("gives back the start, bit for bit, where $because", async ({ judgement }) => {
    const before = start.slice();
    const { parameters, accepted, steps, seen } = await search(() => judgement);
    expect(accepted).toBeUndefined();
    expect(steps).toBe(4);
    expect(seen).toEqual([1, 0.5, 0.25, 0.125]);
    expect(parameters).toBe(start);
    expect(new Uint32Array(parameters.buffer)).toEqual(new Uint32Array(before.buffer));
  });
});
