import type { Fragment } from "../../rollout/index.js";

/**
 * Data of a uniform policy on a bandit that takes every arm equally often, so that averages over the data are exact
 * expectations. The values are the mean reward: advantages are rewards less their mean.
 */
export function fixedBandit(rewards: readonly number[], nEnvs: number, nSteps: number): Fragment {
  const arms = rewards.length;
  const rows = nEnvs * nSteps;
  if (rows % arms !== 0) throw new Error(`${rows} steps cannot hold ${arms} arms equally often.`);
  const mean = rewards.reduce((a, b) => a + b) / arms;
  return {
    steps: nSteps,
    environments: nEnvs,
    observations: new Float32Array(rows).fill(1),
    actions: Int32Array.from({ length: rows }, (_, i) => i % arms),
    masks: undefined,
    rewards: Float32Array.from({ length: rows }, (_, i) => rewards[i % arms]!),
    terminated: new Uint8Array(rows).fill(1),
    truncated: new Uint8Array(rows),
    behaviorLogProbs: new Float32Array(rows).fill(-Math.log(arms)),
    behaviorParameters: new Float32Array(rows * arms),
    values: new Float32Array(rows).fill(mean),
    nextValues: new Float32Array(rows),
  };
}

/**
 * The best policy within KL(uniform ‖ π) ≤ ε for given advantages, and the constraint's multiplier. Stationarity of
 * Σ π_a·A_a + λ·Σ μ_a·log π_a − ν·Σ π_a gives π_a = λ·μ_a/(ν − A_a); ν > max A is found by bisection.
 */
export function constrainedOptimum(advantages: readonly number[], epsilon: number) {
  const mu = 1 / advantages.length;
  const largest = Math.max(...advantages);
  const at = (nu: number) => {
    const lambda = 1 / advantages.reduce((total, a) => total + mu / (nu - a), 0);
    const policy = advantages.map((a) => (lambda * mu) / (nu - a));
    return { lambda, policy, divergence: policy.reduce((total, p) => total + mu * Math.log(mu / p), 0) };
  };
  let [low, high] = [largest + 1e-9, largest + 1e6];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (at(middle).divergence > epsilon) low = middle;
    else high = middle;
  }
  return at(high);
}
