import { createRandom } from "proximal";
import { gridworld, randomMdp, softmaxPolicy, solve } from "proximal/oracle";
import { describe, expect, it } from "vitest";
import { alongUpdate, type StepMap, stepMap } from "./exact.js";

const mdp = randomMdp(createRandom(3), 4, 3);
const before = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
const after = before.map((logit, i) => logit + 0.1 * Math.cos(3 * i));

describe("figures along an update", () => {
  const points = alongUpdate(mdp, before, after);

  it("bound the true return from below everywhere, and touch it at the old policy", () => {
    for (const { expectedReturn, bound, rootBound } of points) {
      expect(bound).toBeLessThanOrEqual(expectedReturn + 1e-9);
      expect(rootBound).toBeLessThanOrEqual(expectedReturn + 1e-9);
    }
    const old = points.find(({ fraction }) => fraction === 0);
    expect(old?.bound).toBeCloseTo(old?.expectedReturn as number, 10);
    expect(old?.model).toBeCloseTo(solve(mdp, softmaxPolicy(mdp, before)).expectedReturn, 10);
  });
});

describe("a map of steps", () => {
  const epsilon = 0.01;
  // `undefined` only where the gradient vanishes, which the last test is about.
  const map = stepMap(mdp, before, after, epsilon) as StepMap;

  it("shows a natural step that gains more than the gradient's, in the linear model, for the same divergence", () => {
    // The first axis is the gradient's own direction, so a step's first coordinate is its linear gain.
    expect(map.natural[0]).toBeGreaterThan(map.gradient[0]);
    expect(map.gradient[1]).toBeCloseTo(0, 10);
  });

  it("shows the region's edge near the natural step, and TRPO's step no farther out", () => {
    const length = Math.hypot(...map.natural);
    expect(Math.hypot(...map.trpo)).toBeLessThanOrEqual(length);
    const distances = map.region.map(([x, y]) => Math.hypot(x - map.natural[0], y - map.natural[1]));
    expect(Math.min(...distances)).toBeLessThan(0.15 * length);
  });

  it("is not drawn where nothing changes the return", () => {
    const grid = gridworld(3, 3);
    const certain = new Float32Array(grid.states * grid.actions).map((_, i) => (i % 4 === 1 ? 60 : 0));
    const still = stepMap({ ...grid, rewards: grid.rewards.map(() => 0) }, certain, certain, epsilon);
    expect(still).toBeUndefined();
  });
});
