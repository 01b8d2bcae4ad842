import type { ActorCritic } from "../../policies/index.js";
import { compile, type Program } from "../../runtime/index.js";
import { exp, input, mean, mul, sub, type Tensor } from "../../tensor/index.js";
import { fisherVectorProduct } from "./fisher-vector-product.js";

/** What the trust region asks about a policy. Each is fed the parameters and a batch. */
export interface PolicyPrograms {
  /** ∇ E[ρA] and everything that `measure` tells, at the same parameters. */
  readonly gradient: Program<"gradient" | PolicyFigure>;
  readonly measure: Program<PolicyFigure>;
  /** F·`vector` for the observations (and masks) of a batch. */
  readonly fisher: Program<"product">;
}

/** [batch] each: log ρ, KL(old ‖ new) in every state, the new policy's entropy. */
type PolicyFigure = "logRatio" | "kl" | "entropy";

export async function compilePolicyPrograms(model: ActorCritic): Promise<PolicyPrograms> {
  const { parameters, family, head } = model;
  const { distribution } = head;
  const action = input("action", family.actionShape, family.actionType);
  // ρ = π(a|s) / π_old(a|s)
  const logRatio = sub(distribution.logProb(action), input("behaviorLogProb", ["batch"]));
  const surrogate = mean(mul(exp(logRatio), input("advantage", ["batch"])));
  const old = family.fromParameters(input("behaviorParameters", ["batch", family.parameterSize]));
  const figures: Record<PolicyFigure, Tensor> = {
    logRatio,
    kl: old.klDivergence(distribution),
    entropy: distribution.entropy(),
  };
  const product = fisherVectorProduct(parameters, model, input("vector", [parameters.size]));
  const [gradient, measure, fisher] = await Promise.all([
    compile({ outputs: parameters.bind({ ...figures, gradient: parameters.gradient(surrogate) }) }),
    compile({ outputs: parameters.bind(figures) }),
    compile({ outputs: parameters.bind({ product }) }),
  ]);
  return { gradient, measure, fisher };
}
