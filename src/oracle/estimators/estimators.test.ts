import { describe, expect, it } from "vitest";
import { createRandom } from "../../random/index.js";
import {
  bandit,
  biasOf,
  chain,
  effectiveSampleFraction,
  exactPolicyGradient,
  exactSurrogateGradient,
  type GradientEstimator,
  generalizedAdvantageEstimator,
  gridworld,
  importanceWeighted,
  type Moments,
  momentsOf,
  perDecisionEstimator,
  randomMdp,
  randomPolicy,
  rewardToGoEstimator,
  selfNormalizedMoments,
  singleStepEstimator,
  solveHorizon,
  type TabularMdp,
  type TabularPolicy,
  totalReturnEstimator,
  trajectories,
  uniformPolicy,
  vTraceEstimator,
  withHorizon,
} from "../index.js";
import { trajectoryWeight } from "./off-policy.js";

interface Case {
  readonly mdp: TabularMdp;
  readonly pi: TabularPolicy;
  readonly mu: TabularPolicy;
}

function caseOf(mdp: TabularMdp, seed: number): Case {
  const random = createRandom(seed);
  return { mdp, pi: randomPolicy(mdp, random), mu: randomPolicy(mdp, random) };
}

const cases: Case[] = [
  ...[1, 2, 3, 4, 5].map((seed) => caseOf(randomMdp(createRandom(seed), 3, 2, { horizon: 3 }), seed + 10)),
  caseOf(withHorizon(gridworld(2, 2, 0.2), 4), 21),
  caseOf(withHorizon(chain(3), 6), 22),
  caseOf(withHorizon(bandit(), 2), 23),
];

describe("the trajectories of a policy", () => {
  it("have probabilities that sum to 1, under the policy and by their weights under any other", () => {
    for (const { mdp, pi, mu } of cases) {
      let [total, weighted] = [0, 0];
      for (const trajectory of trajectories(mdp, mu)) {
        total += trajectory.probability;
        weighted += trajectory.probability * trajectoryWeight(mdp, pi, mu, trajectory);
      }
      expect(total).toBeCloseTo(1, 12);
      expect(weighted).toBeCloseTo(1, 12);
    }
  });
});

/** Estimators that are right on average: from data of π, and from data of μ. */
const unbiased: Record<string, (c: Case) => { behavior: TabularPolicy; estimator: GradientEstimator }> = {
  "the total return": ({ mdp, pi }) => ({ behavior: pi, estimator: totalReturnEstimator(mdp, pi) }),
  "the reward-to-go": ({ mdp, pi }) => ({ behavior: pi, estimator: rewardToGoEstimator(mdp, pi) }),
  "the reward-to-go with V as its baseline": ({ mdp, pi }) => ({
    behavior: pi,
    estimator: rewardToGoEstimator(mdp, pi, { baseline: exactValue(mdp, pi) }),
  }),
  "the reward-to-go with any baseline of the state": ({ mdp, pi }) => ({
    behavior: pi,
    estimator: rewardToGoEstimator(mdp, pi, { baseline: (t, s) => 3 * s - t }),
  }),
  "GAE with λ = 1 and wrong values": ({ mdp, pi }) => ({
    behavior: pi,
    estimator: generalizedAdvantageEstimator(mdp, pi, wrongValue, { lambda: 1 }),
  }),
  "GAE with λ = 0.5 and right values": ({ mdp, pi }) => ({
    behavior: pi,
    estimator: generalizedAdvantageEstimator(mdp, pi, exactValue(mdp, pi), { lambda: 0.5 }),
  }),
  "ordinary trajectory weights": ({ mdp, pi, mu }) => ({
    behavior: mu,
    estimator: importanceWeighted(mdp, pi, mu, totalReturnEstimator(mdp, pi)),
  }),
  "per-decision weights": ({ mdp, pi, mu }) => ({ behavior: mu, estimator: perDecisionEstimator(mdp, pi, mu) }),
};

function exactValue(mdp: TabularMdp, policy: TabularPolicy) {
  const { values } = solveHorizon(mdp, policy);
  return (t: number, s: number) => values[t]![s]!;
}

const wrongValue = (t: number, s: number) => Math.sin(1 + s) - 0.3 * t;

describe.each(Object.entries(unbiased))("the gradient by %s", (_, build) => {
  it("is unbiased: its enumerated mean is the true gradient", () => {
    for (const one of cases) {
      const { behavior, estimator } = build(one);
      const truth = exactPolicyGradient(one.mdp, one.pi);
      expect(Math.max(...truth.map(Math.abs))).toBeGreaterThan(1e-4);
      expect(biasOf(momentsOf(one.mdp, behavior, estimator), truth)).toBeLessThan(1e-12);
    }
  });
});

describe("biased gradients", () => {
  const bias = ({ mdp, pi }: Case, behavior: TabularPolicy, estimator: GradientEstimator) =>
    biasOf(momentsOf(mdp, behavior, estimator), exactPolicyGradient(mdp, pi));

  it("that drop γᵗ are biased wherever an episode has more than one step", () => {
    for (const one of cases.slice(0, 5)) {
      const estimator = rewardToGoEstimator(one.mdp, one.pi, { discountStates: false });
      expect(bias(one, one.pi, estimator)).toBeGreaterThan(1e-3);
    }
  });

  it("of GAE are more so the smaller λ is, if the values are wrong", () => {
    for (const one of cases.slice(0, 5)) {
      const biases = [0, 0.5, 0.9, 1].map((lambda) =>
        bias(one, one.pi, generalizedAdvantageEstimator(one.mdp, one.pi, wrongValue, { lambda })),
      );
      expect(biases).toEqual([...biases].sort((a, b) => b - a));
      expect(biases[0]).toBeGreaterThan(1e-3);
    }
  });

  it("by single steps estimate the gradient of the surrogate, which is the true one at π = μ alone", () => {
    for (const one of cases.slice(0, 5)) {
      expect(bias(one, one.mu, singleStepEstimator(one.mdp, one.pi, one.mu))).toBeGreaterThan(1e-3);
      expect(bias(one, one.pi, singleStepEstimator(one.mdp, one.pi, one.pi))).toBeLessThan(1e-12);
    }
  });

  it("by single steps over a long horizon are the surrogate's gradient over 1−γ", () => {
    // so strongly discounted that 10 steps are for ever
    const random = createRandom(5);
    const endless = randomMdp(random, 2, 2, { gamma: 0.05 });
    const [pi, mu] = [randomPolicy(endless, random), randomPolicy(endless, random)];
    const mdp = withHorizon(endless, 6);
    const { mean } = momentsOf(mdp, mu, singleStepEstimator(mdp, pi, mu));
    const expected = exactSurrogateGradient(endless, mu, pi);
    for (const [i, value] of mean.entries()) expect(value).toBeCloseTo(expected[i]! / (1 - 0.05), 7);
  });

  it("of V-trace without truncation and λ = 1 are by single steps, whose advantages look at π instead of μ", () => {
    for (const one of cases.slice(0, 5)) {
      const { mdp, pi, mu } = one;
      const untruncated = { value: exactValue(mdp, pi), rhoBar: Infinity, cBar: Infinity };
      const { mean } = momentsOf(mdp, mu, vTraceEstimator(mdp, pi, mu, untruncated));
      // Σ_t γᵗ Σ_s P_μ(s_t = s) Σ_a π(a|s) ∇log π(a|s)·A^π_t(s,a)
      const { occupancies } = solveHorizon(mdp, mu);
      const { values, actionValues } = solveHorizon(mdp, pi);
      const expected = new Float64Array(pi.length);
      for (const [t, occupancy] of occupancies.entries()) {
        for (let i = 0; i < pi.length; i++) {
          const s = Math.floor(i / mdp.actions);
          expected[i]! += mdp.gamma ** t * occupancy[s]! * pi[i]! * (actionValues[t]![i]! - values[t]![s]!);
        }
      }
      for (const [i, value] of expected.entries()) expect(mean[i]).toBeCloseTo(value, 12);
      expect(bias(one, mu, vTraceEstimator(mdp, pi, mu, untruncated))).toBeGreaterThan(1e-3);
    }
  });

  it("of V-trace are other ones with truncation, of less variance where weights are large", () => {
    const mdp = withHorizon(bandit(), 2);
    const pi = uniformPolicy(mdp);
    // ρ is 0.37 or 6.67
    const mu = pi.map((_, i) => (i % 3 === 0 ? 0.9 : 0.05));
    const [truncated, untruncated] = [1, Infinity].map((bar) =>
      momentsOf(mdp, mu, vTraceEstimator(mdp, pi, mu, { value: () => 0, rhoBar: bar, cBar: bar })),
    ) as [Moments, Moments];
    expect(biasOf(truncated, untruncated.mean)).toBeGreaterThan(1e-3);
    expect(truncated.variance).toBeLessThan(untruncated.variance / 2);
  });

  it("of V-trace at π = μ are those of GAE, truncated at 1 or not", () => {
    for (const { mdp, pi } of cases) {
      const gae = momentsOf(mdp, pi, generalizedAdvantageEstimator(mdp, pi, wrongValue, { lambda: 0.7 }));
      const vTrace = momentsOf(mdp, pi, vTraceEstimator(mdp, pi, pi, { value: wrongValue, lambda: 0.7 }));
      expect(biasOf(vTrace, gae.mean)).toBeLessThan(1e-12);
      expect(vTrace.variance).toBeCloseTo(gae.variance, 10);
    }
  });

  it("by self-normalized weights lose bias with the number of trajectories", () => {
    const one = caseOf(randomMdp(createRandom(3), 2, 2, { horizon: 2 }), 31);
    const { mdp, pi, mu } = one;
    const estimator = totalReturnEstimator(mdp, pi);
    const truth = exactPolicyGradient(mdp, pi);
    const moments = [1, 2, 3].map((samples) => selfNormalizedMoments(mdp, pi, mu, { estimator, samples }));
    const biases = moments.map((each) => biasOf(each, truth)) as [number, number, number];
    expect(biases[2]).toBeGreaterThan(1e-3);
    expect(biases[1]).toBeLessThan(biases[0]);
    expect(biases[2]).toBeLessThan(biases[1]);
    // from one trajectory the weight cancels: what is left is the gradient of μ's data, unweighted
    const unweighted = momentsOf(mdp, mu, estimator);
    for (const [i, value] of unweighted.mean.entries()) expect(moments[0]!.mean[i]).toBeCloseTo(value, 12);
  });

  it("by self-normalized weights vary less than ordinary ones where weights differ more than returns", () => {
    const { mdp, pi, mu } = caseOf(withHorizon(bandit([10, 11, 12]), 1), 31);
    const estimator = totalReturnEstimator(mdp, pi);
    const ordinary = momentsOf(mdp, mu, importanceWeighted(mdp, pi, mu, estimator));
    const normalized = selfNormalizedMoments(mdp, pi, mu, { estimator, samples: 3 });
    expect(normalized.variance).toBeLessThan(ordinary.variance / 3);
  });
});

const named = [
  { name: "chain of 10", mdp: withHorizon(chain(10), 12) },
  { name: "gridworld", mdp: withHorizon(gridworld(), 6) },
  { name: "bandit", mdp: withHorizon(bandit(), 2) },
];

describe.each(named)("variances on the $name", ({ mdp }) => {
  const variance = (behavior: TabularPolicy, estimator: GradientEstimator) =>
    momentsOf(mdp, behavior, estimator).variance;

  it("fall from the total return over the reward-to-go to the baseline", () => {
    const pi = uniformPolicy(mdp);
    const [total, toGo, baseline] = [
      variance(pi, totalReturnEstimator(mdp, pi)),
      variance(pi, rewardToGoEstimator(mdp, pi)),
      variance(pi, rewardToGoEstimator(mdp, pi, { baseline: exactValue(mdp, pi) })),
    ];
    expect(toGo).toBeLessThanOrEqual(total);
    expect(baseline).toBeLessThan(toGo);
    if (mdp.horizon! > 2) expect(toGo).toBeLessThan(0.9 * total);
  });

  it("fall from trajectory weights over per-decision weights to single steps", () => {
    const mu = uniformPolicy(mdp);
    const pi = randomPolicy(mdp, createRandom(2), 0.5);
    const [ordinary, perDecision, single] = [
      variance(mu, importanceWeighted(mdp, pi, mu, totalReturnEstimator(mdp, pi))),
      variance(mu, perDecisionEstimator(mdp, pi, mu)),
      variance(mu, singleStepEstimator(mdp, pi, mu)),
    ];
    expect(perDecision).toBeLessThanOrEqual(ordinary + 1e-12);
    expect(single).toBeLessThan(perDecision);
  });
});

describe("the effective sample size of trajectory weights", () => {
  it("equals 1/E[w²] by enumeration", () => {
    for (const { mdp, pi, mu } of cases) {
      let second = 0;
      for (const trajectory of trajectories(mdp, mu)) {
        second += trajectory.probability * trajectoryWeight(mdp, pi, mu, trajectory) ** 2;
      }
      expect(effectiveSampleFraction(mdp, pi, mu)).toBeCloseTo(1 / second, 12);
    }
  });

  it("is all of them at π = μ, whatever the horizon", () => {
    const mdp = withHorizon(chain(10), 50);
    expect(effectiveSampleFraction(mdp, uniformPolicy(mdp), uniformPolicy(mdp))).toBeCloseTo(1, 12);
  });

  it("on the chain of 10 is at least half at horizon 2 and at most a hundredth at horizon 50", () => {
    const mu = uniformPolicy(chain(10));
    // goes right seven times out of ten
    const pi = mu.map((_, i) => (i % 2 === 1 ? 0.7 : 0.3));
    const at = (horizon: number) => effectiveSampleFraction(withHorizon(chain(10), horizon), pi, mu);
    // E[ρ²] = 0.49/0.5 + 0.09/0.5 = 1.16 per step
    expect(at(2)).toBeCloseTo(1 / 1.16 ** 2, 12);
    expect(at(2)).toBeGreaterThanOrEqual(0.5);
    expect(at(50)).toBeLessThanOrEqual(0.01);
  });
});
