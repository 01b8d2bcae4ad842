import { adam } from "../../nn/index.js";
import {
  add,
  exp,
  input,
  mean,
  minimum,
  mul,
  neg,
  sqrt,
  square,
  stopGradient,
  sub,
  substitute,
  sum,
  type Tensor,
  tanh,
} from "../../tensor/index.js";
import type { SacModel } from "./model.js";

export interface SacGraphOptions {
  /** γ */
  readonly gamma: number;
  /** τ */
  readonly tau: number;
  /** H̄; undefined: α is fed, and does not move. */
  readonly targetEntropy: number | undefined;
}

/** The parts that an optimizer moves. */
export const trainedParts = ["actor", "critics", "alpha"] as const;
export type TrainedPart = (typeof trainedParts)[number];

/** What a gradient step replaces, under its new name. */
export type SacNext = `${TrainedPart}/next${"Parameters" | "FirstMoment" | "SecondMoment"}` | "nextTargets";

/** Scalars that a gradient step measures. */
export const sacMeasures = [
  "criticLoss",
  "actorLoss",
  "alphaLoss",
  "alphaUsed",
  "entropy",
  "q1",
  "q2",
  "targetQ",
  "criticGradientNorm",
  "actorGradientNorm",
] as const;
export type SacMeasure = (typeof sacMeasures)[number];

/**
 * One gradient step as one graph, in the order of Haarnoja et al. 2018b, algorithm 1, and of Stable-Baselines3: α, the
 * critics, the actor against the critics just moved, the targets. α's own step counts from the next gradient step on.
 *
 * Fed: a batch of transitions, `noise` and `nextNoise` to sample a ~ π(·|s) and a' ~ π(·|s') with, `actor`, `critics`
 * and `targets` as flat vectors, `alpha` (log α where it is automatic), `learningRate`, and Adam's moments and
 * corrections of every part.
 */
export function sacGradientGraph(model: SacModel, { gamma, tau, targetEntropy }: SacGraphOptions) {
  const { head, noise, observation, action, q, actor, critics } = model;
  const { distribution } = head;
  const automatic = targetEntropy !== undefined;
  const reward = input("reward", ["batch"]);
  const terminated = input("terminated", ["batch"]);
  const nextObservation = input("nextObservation", observation.shape);
  const learningRate = input("learningRate", []);
  const actorVector = input("actor", [actor.size]);
  const criticVector = input("critics", [critics.size]);
  const targetVector = input("targets", [critics.size]);
  const alphaInput = input("alpha", []);
  const alpha = automatic ? exp(alphaInput) : alphaInput;
  const move = (part: TrainedPart, parameters: Tensor, gradient: Tensor) => {
    const next = adam({ name: part, epsilon: 1e-8 }).update(parameters, gradient, learningRate);
    return {
      parameters: next.parameters,
      outputs: {
        [`${part}/nextParameters`]: next.parameters,
        [`${part}/nextFirstMoment`]: next.firstMoment,
        [`${part}/nextSecondMoment`]: next.secondMoment,
      } as Record<SacNext, Tensor>,
    };
  };

  // u ~ π(·|s), u' ~ π(·|s') by the current policy
  const u = head.sample(input("noise", ["batch", noise.size]));
  const nextU = head.sample(input("nextNoise", ["batch", noise.size]));
  const logProb = distribution.logProb(u);
  const [squashedNext, nextLogProb] = substitute(
    [tanh(nextU), distribution.logProb(nextU)],
    new Map([[observation, nextObservation]]),
  ) as [Tensor, Tensor];

  // J(α) = −log α · E[log π(a|s) + H̄]
  const surplus = mean(add(stopGradient(logProb), targetEntropy ?? 0));
  const alphaLoss = automatic ? neg(mul(alphaInput, surplus)) : mul(surplus, 0);

  // y = r + γ·(1 − d)·(min Q̄(s', a') − α·log π(a'|s'))
  const [q1, q2] = q;
  const next = new Map([
    [observation, nextObservation],
    [action, squashedNext],
  ]);
  const { targetQ } = critics.bindTo(targetVector, { targetQ: substitute([minimum(q1, q2)], next)[0] as Tensor });
  const soft = sub(targetQ, mul(alpha, nextLogProb));
  const y = stopGradient(add(reward, mul(mul(sub(1, terminated), gamma), soft)));

  // J(Q) = ½·Σ E[(Q_i(s, a) − y)²]
  const criticLoss = mul(add(mean(square(sub(q1, y))), mean(square(sub(q2, y)))), 0.5);
  const bound = critics.bindTo(criticVector, {
    criticLoss,
    gradient: critics.gradient(criticLoss),
    q1: mean(q1),
    q2: mean(q2),
    targetQ: mean(y),
  });
  const movedCritics = move("critics", criticVector, bound.gradient);

  // J(π) = E[α·log π(a|s) − min Q(s, a)]; the critics count as constants
  const { best } = critics.bindTo(stopGradient(movedCritics.parameters), {
    best: substitute([minimum(q1, q2)], new Map([[action, tanh(u)]]))[0] as Tensor,
  });
  const actorLoss = mean(sub(mul(alpha, logProb), best));
  const actorGradient = actor.gradient(actorLoss);
  const movedActor = move("actor", actorVector, actorGradient);

  const measures: Record<SacMeasure, Tensor> = {
    criticLoss: bound.criticLoss,
    actorLoss,
    alphaLoss,
    alphaUsed: alpha,
    entropy: neg(mean(logProb)),
    q1: bound.q1,
    q2: bound.q2,
    targetQ: bound.targetQ,
    criticGradientNorm: sqrt(sum(square(bound.gradient))),
    actorGradientNorm: sqrt(sum(square(actorGradient))),
  };
  // Once for all, so that nothing is computed twice.
  return actor.bindTo(actorVector, {
    ...measures,
    ...movedCritics.outputs,
    ...movedActor.outputs,
    // ∇ log α of J(α)
    ...(automatic && move("alpha", alphaInput, neg(surplus)).outputs),
    // Q̄ ← (1 − τ)·Q̄ + τ·Q
    nextTargets: add(mul(targetVector, 1 - tau), mul(movedCritics.parameters, tau)),
  } as Record<SacMeasure | SacNext, Tensor>);
}
