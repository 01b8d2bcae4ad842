import { linear } from "../nn/index.js";
import {
  argMax,
  exp,
  gatherAlong,
  log,
  logSoftmax,
  maximum,
  mul,
  neg,
  reshape,
  sub,
  sum,
  type Tensor,
  where,
} from "../tensor/index.js";
import type { Distribution, DistributionFamily } from "./distribution.js";

/** Logit of a forbidden action: its probability is exactly 0 in float32, and 0 · log 0 stays 0. */
const FORBIDDEN = -1e8;

/** Uniform noise has 24 bits, so it can be 0; an allowed action would then score −∞, less than a forbidden one. */
const SMALLEST_UNIFORM = 2 ** -25;

class Categorical implements Distribution {
  private readonly logProbs: Tensor;
  constructor(readonly parameters: Tensor) {
    this.logProbs = logSoftmax(parameters);
  }
  logProb(action: Tensor): Tensor {
    const batch = action.shape[0]!;
    return reshape(gatherAlong(this.logProbs, reshape(action, [batch, 1])), [batch]);
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
    parameterSize: choices,
    noise: () => ({ kind: "uniform", size: choices }),
    head(scope, features, mask) {
      const unmasked = linear(scope, features, choices, { gain: 0.01 });
      const logits = mask ? where(mask, unmasked, FORBIDDEN) : unmasked;
      return {
        distribution: new Categorical(logits),
        // argmax(logits + G), G = −log(−log U)
        sample: (noise) => argMax(sub(logits, log(neg(log(maximum(noise, SMALLEST_UNIFORM)))))),
      };
    },
    fromParameters: (parameters) => new Categorical(parameters),
  };
}
