import type { Distribution } from "../distributions/index.js";
import type { ActorCritic } from "../policies/index.js";
import { exp, input, mean, sub, type Tensor } from "../tensor/index.js";

/** The quantities that objectives are written in. Each is [batch]; what a loss does not use is not computed. */
export interface Symbols {
  readonly model: ActorCritic;
  /** π(·|s) */
  readonly distribution: Distribution;
  /** log π(a|s) */
  readonly logProb: Tensor;
  /** log ρ = log π(a|s) − log μ(a|s) */
  readonly logRatio: Tensor;
  /** ρ = π(a|s) / μ(a|s) */
  readonly ratio: Tensor;
  /** A, as estimated */
  readonly advantage: Tensor;
  /** KL(μ(·|s) ‖ π(·|s)), exact, summed over action dimensions */
  readonly divergence: Tensor;
  /** V(s) */
  readonly value: Tensor;
  /** V(s) when the sample was collected */
  readonly behaviorValue: Tensor;
  /** What V(s) should be */
  readonly target: Tensor;
  /** Mean entropy of π(·|s): []. */
  readonly entropy: Tensor;
}

/** The symbols of a model, with the columns of a minibatch as inputs. */
export function createSymbols(model: ActorCritic): Symbols {
  const { family, value } = model;
  const { distribution } = model.head;
  const logProb = distribution.logProb(input("action", family.actionShape, family.actionType));
  const logRatio = sub(logProb, input("behaviorLogProb", ["batch"]));
  const behavior = family.fromParameters(input("behaviorParameters", ["batch", family.parameterSize]));
  return {
    model,
    distribution,
    logProb,
    logRatio,
    ratio: exp(logRatio),
    advantage: input("advantage", ["batch"]),
    divergence: behavior.klDivergence(distribution),
    value,
    behaviorValue: input("behaviorValue", ["batch"]),
    target: input("return", ["batch"]),
    entropy: mean(distribution.entropy()),
  };
}
