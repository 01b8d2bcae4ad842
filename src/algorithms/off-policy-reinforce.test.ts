import { describe, expect, it } from "vitest";
import { RunError, UsageError } from "../errors.js";
import { exportPolicy, Policy } from "../policies/index.js";
import type { Fragment } from "../rollout/index.js";
import { createAlgorithm, type OffPolicyReinforceOptions, offPolicyReinforce, reinforce } from "./index.js";
import { fixedBandit } from "./testing/fixed-bandit.js";
import { practice, softmaxOf } from "./testing/learn.js";
import { bandit, delayedChoice, tenSteps, twoStates } from "./testing/probes.js";

const small: OffPolicyReinforceOptions = { nEnvs: 4, nSteps: 16, episodesPerEnv: 4, network: { hidden: [16] } };
const weightings = ["ordinary", "self-normalized", "per-decision"] as const;

/** A freshly initialized policy for the two-state task, exported. */
async function policyOf(definition = twoStates()): Promise<Policy> {
  const { learner } = await practice(definition, reinforce({ network: { hidden: [16] } }), 5);
  const { observationSpace, actionSpace, id } = definition;
  const metadata = { environment: id, observationSpace, actionSpace, algorithm: "reinforce", steps: 0 };
  return Policy.fromTrustedOnnx(exportPolicy({ model: learner.model, parameters: learner.parameters, metadata }));
}

describe.each(weightings)("off-policy REINFORCE with %s weights", (weighting) => {
  it("learns a choice that pays one step later, from an older self", async () => {
    const { learn, look } = await practice(delayedChoice(), offPolicyReinforce({ ...small, weighting }));
    await learn(150);
    expect(softmaxOf((await look([1, 0])).distribution)[1]).toBeGreaterThan(0.9);
  });

  it("learns from stored data which arm of a bandit pays, without acting", async () => {
    const stored = [fixedBandit([0, 1, 0.5], 4, 15), fixedBandit([0, 1, 0.5], 2, 30)];
    const { learner, look } = await practice(
      bandit([0, 0, 0]),
      offPolicyReinforce({ ...small, weighting, behavior: stored }),
    );
    const actor = { collect: () => Promise.reject(new Error("acted")), restart: () => undefined };
    for (let i = 0; i < 60; i++) await learner.update(await learner.collect!(actor), 0);
    expect(softmaxOf((await look([1])).distribution)[1]).toBeGreaterThan(0.8);
  });

  it("with a behavior that is always the newest self is REINFORCE", async () => {
    const options = { ...small, baseline: false };
    const off = await practice(delayedChoice(), offPolicyReinforce({ ...options, weighting, refreshEvery: 1 }));
    const on = await practice(delayedChoice(), reinforce({ ...options, normalizeReturn: false }));
    await off.learn(3);
    await on.learn(3);
    for (const [i, parameter] of off.learner.parameters.entries()) {
      expect(parameter).toBeCloseTo(on.learner.parameters[i]!, 4);
    }
  });
});

describe("off-policy REINFORCE", () => {
  it("with an older self has weights of 1 after each refreshment, and uneven ones until the next", async () => {
    const { learn } = await practice(
      tenSteps("termination"),
      offPolicyReinforce({ ...small, nSteps: 10, episodesPerEnv: 1, refreshEvery: 3, baseline: false }),
    );
    const shares = [];
    for (let update = 0; update < 7; update++) shares.push((await learn(1))["weights/effective_share"]!);
    for (const fresh of [0, 3, 6]) expect(shares[fresh]).toBeCloseTo(1, 6);
    for (const stale of [1, 2, 4, 5]) expect(shares[stale]).toBeLessThan(1 - 1e-6);
  });

  it("tells what the weights look like", async () => {
    const { learn } = await practice(delayedChoice(), offPolicyReinforce(small));
    const metrics = await learn(2);
    for (const [name, value] of Object.entries(metrics)) expect([name, Number.isFinite(value)]).toEqual([name, true]);
    expect(metrics["weights/max"]).toBeGreaterThan(metrics["weights/mean"]!);
    expect(Math.log(metrics["weights/max"]!)).toBeCloseTo(metrics["weights/log_max"]!, 9);
    expect(metrics["weights/log_min"]).toBeLessThan(metrics["weights/log_quantile_50"]!);
    expect(metrics["weights/log_std"]).toBeGreaterThan(0);
    expect(metrics["weights/largest_share"]).toBeGreaterThan(1 / 16);
  });

  it("learns from a given policy, which stays what it is", async () => {
    const behavior = await policyOf();
    const { learn, look, learner } = await practice(twoStates(), offPolicyReinforce({ ...small, behavior }));
    const metrics = await learn(1);
    expect(metrics["ratios/first_deviation"]).toBeGreaterThan(1e-4);
    await learn(60);
    expect(softmaxOf((await look([1])).distribution)[1]).toBeGreaterThan(0.8);
    expect(softmaxOf((await look([-1])).distribution)[0]).toBeGreaterThan(0.8);
    expect(learner.parameters).not.toEqual(behavior.constants.get("policy/head/weight"));
  });

  it("takes data from a function of the iteration", async () => {
    const asked: number[] = [];
    const behavior = async (iteration: number) => {
      asked.push(iteration);
      return fixedBandit([0, 1], 4, 4);
    };
    const { learn } = await practice(bandit([0, 1]), offPolicyReinforce({ ...small, behavior }));
    await learn(3);
    expect(asked).toEqual([0, 1, 2]);
  });

  it("continues exactly after resuming, older self included", async () => {
    const algorithm = offPolicyReinforce({ ...small, nSteps: 4, episodesPerEnv: 1, refreshEvery: 3 });
    const first = await practice(tenSteps("truncation"), algorithm);
    await first.learn(7);
    const saved = structuredClone({ learner: first.learner.getState(), actor: first.actor.getState() });
    const second = await practice(tenSteps("truncation"), algorithm, 77);
    second.learner.setState(saved.learner);
    second.actor.setState(saved.actor);
    for (let i = 0; i < 8; i++) expect(await second.learn(1)).toEqual(await first.learn(1));
    expect(second.learner.parameters).toEqual(first.learner.parameters);
  });

  it("after a warm start acts by the parameters it was given", async () => {
    const algorithm = offPolicyReinforce(small);
    const { learner, learn } = await practice(delayedChoice(), algorithm);
    const other = await practice(delayedChoice(), algorithm, 9);
    learner.warmStart(other.learner.parameters);
    expect((await learn(1))["ratios/first_deviation"]).toBeLessThanOrEqual(1e-6);
  });

  it("stops where a weight is too large for a gradient, and says what to do", async () => {
    const far = { ...fixedBandit([0, 1], 4, 4), behaviorLogProbs: new Float32Array(16).fill(-100) };
    const attempt = async (weighting: (typeof weightings)[number]) => {
      const { learn } = await practice(bandit([0, 1]), offPolicyReinforce({ ...small, weighting, behavior: [far] }));
      return learn(1);
    };
    await expect(attempt("ordinary")).rejects.toBeInstanceOf(RunError);
    await expect(attempt("per-decision")).rejects.toMatchObject({ code: "weight-overflow" });
    expect((await attempt("self-normalized"))["weights/effective_share"]).toBeGreaterThan(0.9);
  });
});

describe("behavior that cannot be learned from", () => {
  const data = fixedBandit([0, 1], 4, 4);
  const attempt = async (behavior: OffPolicyReinforceOptions["behavior"] & object, options: object = {}) => {
    const { learn } = await practice(bandit([0, 1]), offPolicyReinforce({ ...small, behavior, ...options }));
    return learn(1);
  };
  const without = (change: Partial<Record<keyof Fragment, unknown>>) => [{ ...data, ...change } as Fragment];

  it.each([
    {
      problem: "without log-probabilities",
      behavior: without({ behaviorLogProbs: undefined }),
      code: "no-behavior-log-probs",
    },
    {
      problem: "with μ(a|s) = 0 where π > 0",
      behavior: without({ behaviorParameters: new Float32Array(32).map((_, i) => (i % 2) * -1e8) }),
      code: "behavior-without-support",
    },
    { problem: "from other spaces", behavior: without({ observations: new Float32Array(48) }), code: "other-spaces" },
    {
      problem: "without a whole episode",
      behavior: without({ terminated: new Uint8Array(16) }),
      code: "no-whole-episode",
    },
  ])("$problem is refused", async ({ behavior, code }) => {
    const failure = attempt(behavior);
    await expect(failure).rejects.toBeInstanceOf(UsageError);
    await expect(failure).rejects.toMatchObject({ code });
  });

  it("a policy of other spaces, or of another network, is refused", async () => {
    await expect(attempt(await policyOf())).resolves.toBeDefined();
    await expect(attempt(await policyOf(bandit([0, 1, 2])))).rejects.toMatchObject({ code: "other-spaces" });
    const network = { hidden: [8] };
    await expect(attempt(await policyOf(), { network })).rejects.toMatchObject({ code: "warm-start-mismatch" });
  });

  it("stored data pass no normalizer", async () => {
    await expect(attempt([data], { normalizeObservation: true })).rejects.toMatchObject({ code: "unused-option" });
  });

  it("what was given from code is told, not stored, and has to be given again", () => {
    const { options } = offPolicyReinforce({ behavior: [data] });
    expect(options.behavior).toBe("stored data");
    expect(() => createAlgorithm("off-policy-reinforce", options)).toThrow(UsageError);
  });
});
