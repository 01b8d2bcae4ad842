import { describe, expect, it } from "vitest";
import { everyPolicyGradient, type PolicyGradientName, policyGradientNames } from "./testing/every-algorithm.js";
import { practice } from "./testing/learn.js";
import { twoStates } from "./testing/probes.js";

/** What every algorithm tells of an update. */
const common = [
  "losses/kl",
  "losses/kl_max",
  "losses/entropy",
  "losses/policy_loss",
  "losses/gradient_norm",
  "losses/gradient_variance",
  "ratios/first_deviation",
  "ratios/quantile_05",
  "ratios/quantile_50",
  "ratios/quantile_95",
  "ratios/largest",
  "ratios/effective_share",
  "ratios/histogram/below_0.1",
  "ratios/histogram/1_to_1.1",
  "ratios/histogram/above_10",
];
const minibatches = ["ratios/mean", "ratios/min", "ratios/max", "losses/explained_variance"];
const estimates = ["losses/approx_kl", "losses/old_approx_kl"];
const trustRegion = [
  "trust_region/cg_steps",
  "trust_region/cg_residual",
  "trust_region/step_length",
  "trust_region/edge_distance",
  "trust_region/initial_kl",
  "trust_region/surrogate_improvement",
];
const weights = [
  "weights/effective_share",
  "weights/mean",
  "weights/max",
  "weights/largest_share",
  "weights/histogram/below_0.0001",
  "weights/histogram/0.1_to_1",
  "weights/histogram/above_10000",
];

/** And what concerns it alone. */
const own: Readonly<Record<PolicyGradientName, readonly string[]>> = {
  reinforce: ["losses/initial_kl", "charts/batch_episodes"],
  "off-policy-reinforce": ["losses/initial_kl", "charts/batch_episodes", ...weights],
  a2c: [...minibatches, ...estimates],
  "is-pg": [...minibatches, ...estimates],
  surrogate: [...minibatches, ...estimates],
  trpo: [...minibatches, ...trustRegion, "trust_region/line_search_steps", "trust_region/step_accepted"],
  npg: [...minibatches, ...trustRegion],
  "ppo-lagrangian": [...minibatches, ...estimates, "trust_region/lambda", "trust_region/edge_distance"],
  "ppo-kl": [...minibatches, ...estimates, "trust_region/beta", "trust_region/edge_distance"],
  ppo: [...minibatches, ...estimates, "losses/clipfrac"],
};

describe.each(everyPolicyGradient())("$name", ({ name, create }) => {
  it("reports every diagnostic that concerns it", async () => {
    const { learn } = await practice(twoStates(), create());
    const metrics = await learn(1);
    for (const metric of [...common, ...own[name]]) {
      expect([metric, Number.isFinite(metrics[metric])]).toEqual([metric, true]);
    }
    const bins = (prefix: string) =>
      Object.entries(metrics)
        .filter(([metric]) => metric.startsWith(prefix))
        .map(([, share]) => share);
    expect(bins("ratios/histogram/")).toHaveLength(12);
    expect(bins("ratios/histogram/").reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    if (name === "off-policy-reinforce") expect(bins("weights/histogram/").reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(metrics["ratios/effective_share"]).toBeGreaterThan(0);
    expect(metrics["ratios/effective_share"]).toBeLessThanOrEqual(1 + 1e-12);
    expect(metrics["ratios/largest"]).toBeGreaterThanOrEqual(metrics["ratios/quantile_95"]!);
    expect(metrics["losses/gradient_variance"]).toBeGreaterThan(0);
  });
});

describe("diagnostics", () => {
  it("are known for every policy gradient", () => {
    expect(Object.keys(own).sort()).toEqual([...policyGradientNames].sort());
  });

  it.each(everyPolicyGradient())(
    "$name tells larger gradient variances of smaller batches",
    async ({ name, create }) => {
      const meanOf = async (nEnvs: number) => {
        const batchSize = name === "a2c" || name.includes("reinforce") ? {} : { batchSize: nEnvs * 8 };
        const { learn } = await practice(twoStates(), create({ nEnvs, nSteps: 8, learningRate: 1e-12, ...batchSize }));
        let [total, count] = [0, 0];
        // seldom measured where an update is a single step
        for (let i = 0; i < 130 && count < 20; i++) {
          const variance = (await learn(1))["losses/gradient_variance"];
          if (variance === undefined) continue;
          total += variance;
          count++;
        }
        expect(count).toBeGreaterThan(2);
        return total / count;
      };
      expect(await meanOf(2)).toBeGreaterThan(2 * (await meanOf(32)));
    },
  );
});
