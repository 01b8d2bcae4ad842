import { describe, expect, it } from "vitest";
import { ndArray } from "../../tensor/index.js";
import {
  actorLossOf,
  criticLossOf,
  meanLogProb,
  runGraph,
  slopeOf,
  targetOf,
  tinyFeeds,
  tinyModel,
} from "./testing/reference.js";

const GAMMA = 0.9;
const TAU = 0.02;
const options = { gamma: GAMMA, tau: TAU, targetEntropy: -2 };
const model = tinyModel();
const feeds = tinyFeeds(model);
const vector = (name: string) => [...feeds[name]!.data];
const result = runGraph(model, options, feeds);

/** With moments of zero the first moment after a step is a tenth of the gradient. */
const gradientOf = (part: "actor" | "critics" | "alpha", of = result) =>
  of[`${part}/nextFirstMoment`].map((m) => m / (1 - 0.9));

const expectClose = (actual: readonly number[], expected: readonly number[], tolerance = 1e-7) => {
  expect(actual).toHaveLength(expected.length);
  const distance = Math.max(...actual.map((x, i) => Math.abs(x - expected[i]!)));
  expect(distance).toBeLessThan(tolerance * Math.max(1, ...expected.map(Math.abs)));
};

describe("a gradient step of Soft Actor-Critic, against plain arithmetic in float64", () => {
  it("the target is r + γ(1 − d)(min Q̄(s', a') − α·log π(a'|s')), with a' sampled afresh from the current policy", () => {
    const targets = [0, 1, 2, 3, 4].map((row) => targetOf(model, GAMMA, feeds, row));
    expect(result.targetQ[0]).toBeCloseTo(targets.reduce((a, b) => a + b) / 5, 10);
    // other noise, other actions in s'; the replayed action plays no part in it
    const otherNoise = { ...feeds, nextNoise: tinyFeeds(model, 2).nextNoise! };
    expect(runGraph(model, options, otherNoise).targetQ[0]).not.toBeCloseTo(result.targetQ[0]!, 3);
    const otherActions = { ...feeds, action: tinyFeeds(model, 2).action! };
    expect(runGraph(model, options, otherActions).targetQ[0]).toBe(result.targetQ[0]);
  });

  it("nothing follows a termination, so the target there is the reward alone", () => {
    const all = { ...feeds, terminated: ndArray([5], [1, 1, 1, 1, 1]) };
    const mean = vector("reward").reduce((a, b) => a + b) / 5;
    expect(runGraph(model, options, all).targetQ[0]).toBeCloseTo(mean, 12);
  });

  it("the critics' gradient is that of the squared errors, the target held fixed", () => {
    const loss = (critics: readonly number[]) => criticLossOf(model, GAMMA, feeds, critics);
    expect(result.criticLoss[0]).toBeCloseTo(loss(vector("critics")), 10);
    expectClose(gradientOf("critics"), slopeOf(loss, vector("critics")));
  });

  it("the actor's gradient is that of α·log π − min Q under the critics that have just moved", () => {
    const moved = result["critics/nextParameters"];
    const loss = (actor: readonly number[]) => actorLossOf(model, feeds, actor, moved);
    expect(result.actorLoss[0]).toBeCloseTo(loss(vector("actor")), 10);
    expectClose(gradientOf("actor"), slopeOf(loss, vector("actor")));
  });

  it("α's gradient is −E[log π + H̄]: it rises where the entropy is below its target, and falls above", () => {
    const surplus = meanLogProb(model, feeds) - 2;
    expect(gradientOf("alpha")[0]).toBeCloseTo(-surplus, 10);
    const entropy = -meanLogProb(model, feeds);
    for (const [targetEntropy, direction] of [
      [entropy + 1, 1],
      [entropy - 1, -1],
    ] as const) {
      const next = runGraph(model, { ...options, targetEntropy }, feeds)["alpha/nextParameters"][0]!;
      expect(Math.sign(next - feeds.alpha!.data[0]!)).toBe(direction);
    }
  });

  it("every part takes a step of Adam: the first is the learning rate along the sign of the gradient", () => {
    for (const part of ["actor", "critics", "alpha"] as const) {
      const gradient = gradientOf(part);
      const steps = result[`${part}/nextParameters`].map((next, i) => next - vector(part)[i]!);
      for (const [i, step] of steps.entries()) {
        if (Math.abs(gradient[i]!) > 1e-4) expect(step).toBeCloseTo(-0.01 * Math.sign(gradient[i]!), 4);
      }
    }
  });

  it("the targets move by τ, towards the critics that have just moved", () => {
    const moved = result["critics/nextParameters"];
    expectClose(
      result.nextTargets,
      vector("targets").map((target, i) => (1 - TAU) * target + TAU * moved[i]!),
      1e-12,
    );
  });

  it("the critics share nothing: data of one alone moves the other nowhere", () => {
    const { offset } = model.critics;
    const entries = model.parameters.layout.filter(({ name }) => name.startsWith("critic/"));
    const second = new Set(
      entries.flatMap(({ name, offset: from, size }) =>
        name.startsWith("critic/1/") ? Array.from({ length: size }, (_, i) => from - offset + i) : [],
      ),
    );
    expect(second.size).toBe(model.critics.size / 2);
    const critics = vector("critics").map((value, i) => (second.has(i) ? value + 0.1 : value));
    const other = runGraph(model, options, { ...feeds, critics: ndArray([critics.length], critics) });
    expect(other.q1).toEqual(result.q1);
    expect(other.q2).not.toEqual(result.q2);
    gradientOf("critics", other).forEach((g, i) => {
      if (!second.has(i)) expect(g).toBeCloseTo(gradientOf("critics")[i]!, 12);
    });
  });

  it("with a fixed α, α is what is fed and nothing moves it", () => {
    const fixed = runGraph(model, { ...options, targetEntropy: undefined }, { ...feeds, alpha: ndArray([], [0.3]) });
    expect(Object.keys(fixed).filter((name) => name.startsWith("alpha/"))).toEqual([]);
    expect(fixed.alphaUsed[0]).toBe(0.3);
    expectClose(fixed["actor/nextFirstMoment"], result["actor/nextFirstMoment"], 1e-12);
  });
});
