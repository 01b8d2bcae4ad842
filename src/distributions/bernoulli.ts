import { linear } from "../nn/index.js";
import { add, cast, greater, less, mul, neg, sigmoid, softplus, sub, sum, type Tensor } from "../tensor/index.js";
import type { Distribution, DistributionFamily } from "./distribution.js";

/*
 * With l the logit of 1: log p(1) = −softplus(−l) and log p(0) = −softplus(l). In this form nothing cancels and nothing
 * overflows, whatever l is; log σ(l) would be −∞ already at l = −18 in ONNX Runtime.
 */
class Bernoulli implements Distribution {
  private readonly one: { readonly probability: Tensor; readonly logProb: Tensor };
  private readonly zero: { readonly probability: Tensor; readonly logProb: Tensor };
  constructor(readonly parameters: Tensor) {
    const opposite = neg(parameters);
    this.one = { probability: sigmoid(parameters), logProb: neg(softplus(opposite)) };
    this.zero = { probability: sigmoid(opposite), logProb: neg(softplus(parameters)) };
  }
  logProb(action: Tensor): Tensor {
    // −softplus((1 − 2a)·l)
    const sign = sub(1, mul(cast(action, "float32"), 2));
    return neg(sum(softplus(mul(sign, this.parameters)), { axes: 1 }));
  }
  entropy(): Tensor {
    const { one, zero } = this;
    return neg(sum(add(mul(one.probability, one.logProb), mul(zero.probability, zero.logProb)), { axes: 1 }));
  }
  klDivergence(other: Bernoulli): Tensor {
    const term = (of: "one" | "zero") => mul(this[of].probability, sub(this[of].logProb, other[of].logProb));
    return sum(add(term("one"), term("zero")), { axes: 1 });
  }
  mode(): Tensor {
    return cast(greater(this.parameters, 0), "int32");
  }
}

/**
 * Zero or one in each of `size` positions, independently given the state. Parameters: the logits of 1, [batch, size].
 * Actions: int32 [batch, size]; noise: uniform [batch, size].
 */
export function bernoulli(size: number): DistributionFamily {
  return {
    name: "bernoulli",
    actionType: "int32",
    actionShape: ["batch", size],
    actionSize: size,
    choices: new Array<number>(size).fill(2),
    parameterSize: size,
    noise: () => ({ kind: "uniform", size }),
    head(scope, features) {
      const logits = linear(scope, features, size, { gain: 0.01 });
      return {
        distribution: new Bernoulli(logits),
        sample: (noise) => cast(less(noise, sigmoid(logits)), "int32"),
      };
    },
    fromParameters: (parameters) => new Bernoulli(parameters),
  };
}
