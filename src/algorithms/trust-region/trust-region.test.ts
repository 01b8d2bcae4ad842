import { describe, expect, it } from "vitest";
import { type EnvironmentDefinition, pendulum } from "../../environments/index.js";
import type { Algorithm, UpdateMetrics } from "../algorithm.js";
import { npg } from "../npg.js";
import { practice, softmaxOf } from "../testing/learn.js";
import { bandit, continuousBandit, delayedChoice, tenSteps, twoStates } from "../testing/probes.js";
import { trpo } from "../trpo.js";
import type { TrustRegionOptions } from "./options.js";

const small: TrustRegionOptions = {
  nEnvs: 4,
  nSteps: 32,
  batchSize: 32,
  damping: 1e-2,
  criticUpdates: 5,
  learningRate: 1e-2,
  network: { hidden: [16] },
};

const policies: { name: string; definition: EnvironmentDefinition; options: TrustRegionOptions }[] = [
  { name: "categorical", definition: twoStates(), options: {} },
  { name: "masked categorical", definition: twoStates(true), options: {} },
  { name: "Gaussian", definition: pendulum, options: {} },
  { name: "state-dependent exploration", definition: pendulum, options: { exploration: { stateDependent: true } } },
  { name: "shared trunk", definition: pendulum, options: { network: { hidden: [16], shared: true } } },
  { name: "sub-sampled Fisher", definition: pendulum, options: { subSampling: 3 } },
];

const algorithms = { trpo, npg };

/** Which numbers of the flat vector an update moved, by the first part of the parameter's name. */
async function movedBy(definition: EnvironmentDefinition, algorithm: Algorithm) {
  const { learner, learn } = await practice(definition, algorithm);
  const before = learner.parameters.slice();
  const metrics = await learn(1);
  const after = learner.parameters;
  const moved = learner.model.parameters.layout
    .filter(({ offset, size }) =>
      after.subarray(offset, offset + size).some((value, i) => value !== before[offset + i]),
    )
    .map(({ name }) => name.split("/")[0]!);
  return { moved: [...new Set(moved)].sort(), metrics };
}

describe.each(["trpo", "npg"] as const)("%s learns", (name) => {
  const algorithm = (options: TrustRegionOptions = {}) => algorithms[name]({ ...small, targetKl: 0.02, ...options });

  it("which arm of a bandit pays", async () => {
    const { learn, look } = await practice(bandit([0, 1, 0.5]), algorithm());
    await learn(25);
    const { distribution, value } = await look([1]);
    expect(softmaxOf(distribution)[1]).toBeGreaterThan(0.9);
    expect(value).toBeGreaterThan(0.7);
  });

  it("where a continuous bandit pays most", async () => {
    const { learn, look } = await practice(continuousBandit(0.7), algorithm());
    await learn(40);
    const [mean, logStd] = (await look([1])).distribution as [number, number];
    expect(mean).toBeCloseTo(0.7, 1);
    expect(logStd).toBeLessThan(-0.5);
  });

  it.each([false, true])("to act by what it sees (masked: %s)", async (masked) => {
    const { learn, look } = await practice(twoStates(masked), algorithm());
    await learn(25);
    const mask = masked ? [1, 1, 0] : undefined;
    expect(softmaxOf((await look([1], mask)).distribution)[1]).toBeGreaterThan(0.9);
    expect(softmaxOf((await look([-1], mask)).distribution)[0]).toBeGreaterThan(0.9);
  });

  it("a choice that pays one step later", async () => {
    const { learn, look } = await practice(delayedChoice(), algorithm());
    await learn(25);
    expect(softmaxOf((await look([1, 0])).distribution)[1]).toBeGreaterThan(0.9);
  });

  it("what a state is worth that is left by truncation alone", async () => {
    const options = { gamma: 0.9, learningRate: { from: 2e-2, to: 1e-4 }, batchSize: 128, criticUpdates: 10 };
    const { learn, look } = await practice(tenSteps("truncation"), algorithm(options));
    await learn(80);
    const { value } = await look([1]);
    expect(value).toBeGreaterThan(9.8);
    expect(value).toBeLessThan(10.2);
  });
});

describe.each(policies)("with a $name policy", ({ definition, options }) => {
  it.each(["trpo", "npg"] as const)("%s begins every update at ratio 1 and divergence 0", async (name) => {
    const { learn } = await practice(definition, algorithms[name]({ ...small, ...options }));
    for (let update = 0; update < 3; update++) {
      const metrics = await learn(1);
      expect(metrics["ratios/first_deviation"]).toBeLessThanOrEqual(1e-6);
      expect(Math.abs(metrics["trust_region/initial_kl"]!)).toBeLessThanOrEqual(1e-6);
    }
  });

  it("trpo never leaves the trust region, and improves the surrogate wherever it steps", async () => {
    const { learn } = await practice(definition, trpo({ ...small, targetKl: 0.03, damping: 1e-3, ...options }));
    let accepted = 0;
    for (let update = 0; update < 15; update++) {
      const metrics = await learn(1);
      expect(metrics["losses/kl"]).toBeLessThanOrEqual(0.03);
      expect(metrics["trust_region/edge_distance"]).toBeCloseTo(0.03 - metrics["losses/kl"]!, 12);
      if (metrics["trust_region/step_accepted"] === 1) {
        accepted++;
        expect(metrics["trust_region/surrogate_improvement"]).toBeGreaterThan(0);
      }
    }
    expect(accepted).toBeGreaterThan(10);
  });

  it.each(["trpo", "npg"] as const)("%s continues exactly after resuming", async (name) => {
    const algorithm = algorithms[name]({ ...small, ...options });
    const first = await practice(definition, algorithm);
    await first.learn(2);
    const saved = structuredClone({ learner: first.learner.getState(), actor: first.actor.getState() });
    const expected = [await first.learn(1), await first.learn(1)];
    const second = await practice(definition, algorithm, 77);
    second.learner.setState(saved.learner);
    second.actor.setState(saved.actor);
    expect([await second.learn(1), await second.learn(1)]).toEqual(expected);
    expect(second.learner.parameters).toEqual(first.learner.parameters);
  });
});

describe("the line search of TRPO", () => {
  /** So large a region that the quadratic model of the divergence is far off at its edge. */
  const tooLarge: TrustRegionOptions = { ...small, targetKl: 1, damping: 0 };

  it.each([false, true])(
    "leaves the policy as it was, bit for bit, where no candidate is good (shared trunk: %s)",
    async (shared) => {
      const network = { hidden: [16], shared };
      const algorithm = trpo({ ...tooLarge, network, lineSearchSteps: 1 });
      const { moved, metrics } = await movedBy(continuousBandit(0.7), algorithm);
      expect(metrics["trust_region/step_accepted"]).toBe(0);
      expect(metrics["trust_region/step_length"]).toBeGreaterThan(0);
      expect(metrics["trust_region/line_search_steps"]).toBe(1);
      expect(Math.abs(metrics["losses/kl"]!)).toBeLessThan(1e-6);
      // nor does the critic's regression move anything that the policy depends on
      expect(moved).toEqual(["value"]);
    },
  );

  it("is what NPG lacks: that one goes there", async () => {
    const { moved, metrics } = await movedBy(continuousBandit(0.7), npg(tooLarge));
    expect(moved).toEqual(["policy", "value"]);
    expect(metrics["losses/kl"]).toBeGreaterThan(1);
    expect(metrics["trust_region/edge_distance"]).toBeLessThan(0);
  });

  it("changes nothing where the first candidate is good: TRPO is then NPG", async () => {
    for (const { definition, options } of policies) {
      const results: UpdateMetrics[] = [];
      const parameters: Float32Array[] = [];
      for (const algorithm of [trpo, npg]) {
        const { learner, learn } = await practice(definition, algorithm({ ...small, damping: 0.1, ...options }));
        results.push(await learn(1));
        parameters.push(learner.parameters.slice());
      }
      expect(results[0]!["trust_region/line_search_steps"]).toBe(1);
      expect(parameters[0]).toEqual(parameters[1]);
      expect(results[0]!["losses/kl"]).toBe(results[1]!["losses/kl"]);
    }
  });
});

describe("the trust region", () => {
  it("without damping is about as large as asked for: the quadratic model holds near the old policy", async () => {
    const { metrics } = await movedBy(pendulum, npg({ ...small, targetKl: 1e-4, damping: 0, cgSteps: 10 }));
    expect(metrics["losses/kl"]).toBeGreaterThan(0.9e-4);
    expect(metrics["losses/kl"]).toBeLessThan(1.1e-4);
  });

  it("holds a policy where it is that has nothing to gain", async () => {
    // one sample in each of which the advantage is the same: normalized, it is 0
    const flat = { ...small, nEnvs: 1, nSteps: 4, batchSize: 4, gamma: 1, gaeLambda: 1 };
    for (const algorithm of [trpo, npg]) {
      const { moved, metrics } = await movedBy(bandit([1]), algorithm(flat));
      expect(metrics["trust_region/step_length"]).toBe(0);
      expect(metrics["trust_region/cg_steps"]).toBe(0);
      expect(moved).toEqual(["value"]);
    }
  });

  it("starts from given parameters with a fresh optimizer", async () => {
    const source = await practice(twoStates(), trpo(small));
    await source.learn(3);
    const target = await practice(twoStates(), trpo(small), 5);
    target.learner.warmStart(source.learner.parameters);
    expect(target.learner.parameters).toEqual(source.learner.parameters);
  });
});
