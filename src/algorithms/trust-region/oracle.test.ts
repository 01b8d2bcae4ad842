import { describe, expect, it } from "vitest";
import {
  biasOf,
  exactPolicyGradient,
  momentsOf,
  randomMdp,
  singleStepEstimator,
  softmaxPolicy,
  solveHorizon,
  tabularEnvironment,
  withHorizon,
} from "../../oracle/index.js";
import { createRandom } from "../../random/index.js";
import { practice } from "../testing/learn.js";
import { trpo } from "../trpo.js";
import { compilePolicyPrograms } from "./policy-programs.js";

const [STATES, ACTIONS, HORIZON, ENVIRONMENTS, FRAGMENTS] = [3, 2, 4, 64, 400];

/** Sampled by the library's own actor and differentiated by its compiled programs, but with exact advantages. */
async function sampledGradient(offPolicy: boolean) {
  const random = createRandom(8);
  const mdp = withHorizon(randomMdp(random, STATES, ACTIONS), HORIZON);
  const algorithm = trpo({
    nEnvs: ENVIRONMENTS,
    nSteps: HORIZON,
    // logits are a table: one weight per state and action, and no bias that would matter
    network: (_scope, observation) => ({ policy: observation, value: observation }),
  });
  const { learner, actor } = await practice(tabularEnvironment(mdp), algorithm);
  const { model } = learner;
  const table = model.parameters.layout.find(({ name }) => name === "policy/head/weight")!;
  const draw = () => {
    const values = new Float32Array(model.parameters.size);
    for (let i = 0; i < table.size; i++) values[table.offset + i] = random.normal();
    return { values, policy: softmaxPolicy(mdp, values.subarray(table.offset, table.offset + table.size)) };
  };
  const mu = draw();
  const pi = offPolicy ? draw() : mu;
  const { values, actionValues } = solveHorizon(mdp, mu.policy);
  const programs = await compilePolicyPrograms(model);
  const advantage = new Float32Array(HORIZON * ENVIRONMENTS);
  const sum = new Float64Array(table.size);
  const squares = new Float64Array(table.size);
  for (let n = 0; n < FRAGMENTS; n++) {
    const fragment = await actor.collect(mu.values);
    for (let row = 0; row < advantage.length; row++) {
      const t = Math.floor(row / ENVIRONMENTS);
      const s = fragment.observations.subarray(row * STATES, (row + 1) * STATES).indexOf(1);
      const a = fragment.actions[row]!;
      // γᵗ·A_t(s, a)
      advantage[row] = mdp.gamma ** t * (actionValues[t]![s * ACTIONS + a]! - values[t]![s]!);
    }
    const { gradient } = await programs.gradient.run({
      observation: fragment.observations,
      action: fragment.actions,
      behaviorLogProb: fragment.behaviorLogProbs,
      behaviorParameters: fragment.behaviorParameters,
      advantage,
      parameters: pi.values,
    });
    for (let i = 0; i < table.size; i++) {
      // the program averages over steps, J adds them up
      const estimate = HORIZON * gradient[table.offset + i]!;
      sum[i]! += estimate / FRAGMENTS;
      squares[i]! += estimate ** 2 / FRAGMENTS;
    }
  }
  const standardErrors = squares.map((square, i) => Math.sqrt((square - sum[i]! ** 2) / FRAGMENTS));
  return { mdp, mu: mu.policy, pi: pi.policy, mean: sum, standardErrors };
}

describe("the surrogate's gradient, sampled", () => {
  it("lies within 4 standard errors of the exact policy gradient at π = μ", async () => {
    const { mdp, pi, mean, standardErrors } = await sampledGradient(false);
    const truth = exactPolicyGradient(mdp, pi);
    for (const [i, error] of standardErrors.entries()) expect(Math.abs(mean[i]! - truth[i]!)).toBeLessThan(4 * error);
    expect(Math.max(...standardErrors)).toBeLessThan(0.1 * Math.max(...truth.map(Math.abs)));
  });

  it("lies within 4 standard errors of its enumerated, biased mean elsewhere", async () => {
    const { mdp, mu, pi, mean, standardErrors } = await sampledGradient(true);
    const enumerated = momentsOf(mdp, mu, singleStepEstimator(mdp, pi, mu));
    for (const [i, error] of standardErrors.entries()) {
      expect(Math.abs(mean[i]! - enumerated.mean[i]!)).toBeLessThan(4 * error);
    }
    // far enough from the true gradient that the test could tell
    expect(biasOf(enumerated, exactPolicyGradient(mdp, pi))).toBeGreaterThan(6 * Math.max(...standardErrors));
  });
});
