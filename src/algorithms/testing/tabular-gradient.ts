import {
  randomMdp,
  randomPolicy,
  solveHorizon,
  type TabularMdp,
  type TabularPolicy,
  tabularEnvironment,
  unrolled,
} from "../../oracle/index.js";
import { createRandom } from "../../random/index.js";
import type { Fragment } from "../../rollout/index.js";
import { a2c } from "../a2c.js";
import type { Algorithm } from "../algorithm.js";
import type { LearnerOptions } from "../shared-options.js";
import { practice } from "./learn.js";

/** Two policies on a process whose episodes all last `horizon` steps and whose states tell the step. */
export interface TabularProblem {
  readonly mdp: TabularMdp;
  readonly horizon: number;
  readonly pi: TabularPolicy;
  readonly mu: TabularPolicy;
}

export function tabularProblem(seed: number, gamma: number): TabularProblem {
  const random = createRandom(seed);
  const horizon = 3;
  const mdp = unrolled(randomMdp(random, 3, 2, { gamma, horizon }));
  return { mdp, horizon, pi: randomPolicy(mdp, random), mu: randomPolicy(mdp, random, 0.7) };
}

/** V(s) of a policy: [state]. */
export function stateValues({ mdp, horizon }: TabularProblem, policy: TabularPolicy): Float64Array {
  const { values } = solveHorizon(mdp, policy);
  return Float64Array.from({ length: mdp.states }, (_, s) => values[Math.floor((s * horizon) / mdp.states)]![s]!);
}

/** A step of a learner on data of one policy, at the parameters of another. */
export interface SampledStep {
  /** Given the options that fit the process, and a function that collects data of μ by the library's actor. */
  readonly algorithm: (shape: LearnerOptions, collect: () => Promise<Fragment>) => Algorithm;
  readonly target: TabularPolicy;
  readonly behavior: TabularPolicy;
  /** What the critic says while data are collected: [state]. */
  readonly values: Float64Array;
  /** The algorithm's loss averages over steps, where ∇J adds them up. */
  readonly perStep: boolean;
  /** Episodes of a fragment. */
  readonly episodes: number;
  readonly fragments: number;
}

/** Mean and standard error of the gradient that a learner's first step follows, by sampling: [state, action] each. */
export interface SampledGradient {
  readonly mean: Float64Array;
  readonly standardErrors: Float64Array;
}

/** 1 − β₁ of Adam: its first moment after the first step is this times the gradient. */
const FIRST_STEP = 1 - 0.9;

/**
 * Lets a learner take its first step again and again, each on a new fragment, and reads the gradient from the state of
 * its optimizer, which must be Adam: nothing but what training itself runs is measured.
 */
export async function sampledGradient(
  { mdp, horizon }: TabularProblem,
  { algorithm, target, behavior, values, perStep, episodes, fragments }: SampledStep,
  seed = 1,
): Promise<SampledGradient> {
  const environment = tabularEnvironment(mdp);
  const shape: LearnerOptions = {
    nEnvs: episodes,
    nSteps: horizon,
    gamma: mdp.gamma,
    maxGradNorm: null,
    // logits and values are tables: one weight per state and action, and biases of 0
    network: (_scope, observation) => ({ policy: observation, value: observation }),
  };
  const source = await practice(environment, a2c(shape), seed);
  const parametersOf = (policy: TabularPolicy) => {
    const flat = new Float32Array(source.learner.model.parameters.size);
    const { layout } = source.learner.model.parameters;
    const at = (name: string) => layout.find((entry) => entry.name === name)!.offset; // both are linear layers
    flat.set(policy.map(Math.log), at("policy/head/weight"));
    flat.set(values, at("value/head/weight"));
    return flat;
  };
  const acting = parametersOf(behavior);
  const { learner } = await practice(
    environment,
    algorithm(shape, () => source.actor.collect(acting)),
  );
  const { offset, size } = learner.model.parameters.layout.find(({ name }) => name === "policy/head/weight")!;
  const sum = new Float64Array(size);
  const squares = new Float64Array(size);
  for (let n = 0; n < fragments; n++) {
    learner.warmStart(parametersOf(target));
    await learner.update((await learner.collect?.(source.actor)) ?? (await source.actor.collect(acting)), 0);
    const { step } = learner.getState() as unknown as { readonly step: { readonly firstMoment: Float32Array } };
    for (let i = 0; i < size; i++) {
      // learners minimize
      const estimate = (-(perStep ? horizon : 1) * step.firstMoment[offset + i]!) / FIRST_STEP;
      sum[i]! += estimate / fragments;
      squares[i]! += estimate ** 2 / fragments;
    }
  }
  const standardErrors = squares.map((square, i) => Math.sqrt(Math.max(0, square - sum[i]! ** 2) / (fragments - 1)));
  return { mean: sum, standardErrors };
}
