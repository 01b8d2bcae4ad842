import { describe, expect, it } from "vitest";
import { type EnvironmentDefinition, pendulum } from "../environments/index.js";
import type { UpdateMetrics } from "./algorithm.js";
import { everyPolicyGradient } from "./testing/every-algorithm.js";
import { practice } from "./testing/learn.js";
import { twoStates } from "./testing/probes.js";

// The best detector of errors: data and parameters still agree, so whatever differs was stored or computed wrongly.

const policies: { policy: string; definition: EnvironmentDefinition; tolerance: number }[] = [
  { policy: "categorical", definition: twoStates(), tolerance: 1e-6 },
  { policy: "masked categorical", definition: twoStates(true), tolerance: 1e-6 },
  { policy: "Gaussian", definition: pendulum, tolerance: 1e-5 },
];

/** One minibatch for each update, so that averages over minibatches are those of the first. */
const whole = { batchSize: 64, nEpochs: 1 };
const algorithms = everyPolicyGradient({
  "off-policy-reinforce": { refreshEvery: 1 },
  "is-pg": whole,
  surrogate: whole,
  ppo: whole,
  "ppo-kl": whole,
  "ppo-lagrangian": whole,
});

function requireAgreement(metrics: UpdateMetrics, tolerance: number): void {
  expect(metrics["ratios/first_deviation"]).toBeLessThanOrEqual(tolerance);
  const divergences = ["losses/approx_kl", "losses/old_approx_kl", "losses/initial_kl", "trust_region/initial_kl"]
    .map((name) => metrics[name])
    .filter((kl) => kl !== undefined);
  expect(divergences.length).toBeGreaterThan(0);
  for (const kl of divergences) expect(Math.abs(kl)).toBeLessThanOrEqual(tolerance);
  expect(metrics["losses/clipfrac"] ?? 0).toBe(0);
}

type Practice = Awaited<ReturnType<typeof practice>>;

/** Learns until so many updates have taken a step; algorithms of whole episodes collect for a while. */
async function updates({ learner, collect }: Practice, count: number): Promise<UpdateMetrics[]> {
  const taken: UpdateMetrics[] = [];
  for (let i = 0; taken.length < count && i < 100; i++) {
    const metrics = await learner.update(await collect(), 0);
    if (metrics["charts/gradient_steps"] !== 0) taken.push(metrics);
  }
  expect(taken).toHaveLength(count);
  return taken;
}

describe.each(algorithms)("the first minibatch of $name", ({ create }) => {
  it.each(policies)("with a $policy policy has ratio 1, divergence 0 and nothing clipped", async (example) => {
    const first = await practice(example.definition, create());
    for (const metrics of await updates(first, 3)) requireAgreement(metrics, example.tolerance);
  });

  it.each(policies)("with a $policy policy has so after resuming", async ({ definition, tolerance }) => {
    const first = await practice(definition, create());
    await updates(first, 2);
    const saved = structuredClone({ learner: first.learner.getState(), actor: first.actor.getState() });
    const second = await practice(definition, create(), 77);
    second.learner.setState(saved.learner);
    second.actor.setState(saved.actor);
    for (const metrics of await updates(second, 2)) requireAgreement(metrics, tolerance);
  });

  it("would show it if the stored log-probabilities were wrong", async () => {
    const { learner, actor } = await practice(twoStates(), create());
    const fragment = await actor.collect(learner.parameters);
    const behaviorLogProbs = fragment.behaviorLogProbs.map((logProb) => logProb + 1e-3);
    const metrics = await learner.update({ ...fragment, behaviorLogProbs }, 0);
    expect(metrics["ratios/first_deviation"]).toBeGreaterThan(5e-4);
  });
});
