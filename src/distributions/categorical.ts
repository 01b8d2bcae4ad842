import { linear } from "../nn/index.js";
import { argMax, exp, gatherAlong, logSoftmax, mul, neg, reshape, sub, sum, type Tensor } from "../tensor/index.js";
import type { Distribution, DistributionFamily } from "./distribution.js";
import { gumbelScores, maskedLogits } from "./logits.js";

/** Logits lie on the last axis: [batch, choices] for one choice, [batch, positions, choices] for independent ones. */
export class Categorical implements Distribution {
  private readonly logProbs: Tensor;
  constructor(readonly parameters: Tensor) {
    this.logProbs = logSoftmax(parameters);
  }
  logProb(action: Tensor): Tensor {
    const shape = this.parameters.shape.slice(0, -1);
    return reshape(gatherAlong(this.logProbs, reshape(action, [...shape, 1])), shape);
  }
  entropy(): Tensor {
    return neg(sum(mul(exp(this.logProbs), this.logProbs), { axes: -1 }));
  }
  klDivergence(other: Categorical): Tensor {
    return sum(mul(exp(this.logProbs), sub(this.logProbs, other.logProbs)), { axes: -1 });
  }
  mode(): Tensor {
    return argMax(this.parameters);
  }
}

/** One of `choices` actions. Parameters: logits. Sampling: the Gumbel-max trick on uniform noise [batch, choices]. */
export function categorical(choices: number): DistributionFamily {
  return {
    name: "categorical",
    actionType: "int32",
    actionShape: ["batch"],
    actionSize: 1,
    choices: [choices],
    parameterSize: choices,
    noise: () => ({ kind: "uniform", size: choices }),
    head(scope, features, mask) {
      const logits = maskedLogits(linear(scope, features, choices, { gain: 0.01 }), mask);
      return {
        distribution: new Categorical(logits),
        sample: (noise) => argMax(gumbelScores(logits, noise)),
      };
    },
    fromParameters: (parameters) => new Categorical(parameters),
  };
}
