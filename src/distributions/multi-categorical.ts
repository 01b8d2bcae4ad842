import { linear } from "../nn/index.js";
import { add, concat, reshape, slice, sum, type Tensor } from "../tensor/index.js";
import { Categorical } from "./categorical.js";
import type { Distribution, DistributionFamily } from "./distribution.js";
import { gumbelScores, maskedLogits } from "./logits.js";

/** Neighboring positions with equally many choices: one tensor [batch, positions, choices] holds them all. */
interface Run {
  readonly choices: number;
  readonly firstPosition: number;
  readonly firstLogit: number;
  readonly positions: number;
}

function runsOf(nvec: readonly number[]): readonly Run[] {
  const runs: Run[] = [];
  let logit = 0;
  for (const [position, choices] of nvec.entries()) {
    const last = runs.at(-1);
    if (last?.choices === choices) runs[runs.length - 1] = { ...last, positions: last.positions + 1 };
    else runs.push({ choices, firstPosition: position, firstLogit: logit, positions: 1 });
    logit += choices;
  }
  return runs;
}

class MultiCategorical implements Distribution {
  private readonly parts: readonly Categorical[];
  constructor(
    readonly parameters: Tensor,
    private readonly runs: readonly Run[],
  ) {
    const batch = parameters.shape[0]!;
    this.parts = runs.map(({ choices, firstLogit, positions }) => {
      const logits = slice(parameters, 1, firstLogit, firstLogit + positions * choices);
      return new Categorical(reshape(logits, [batch, positions, choices]));
    });
  }
  logProb(action: Tensor): Tensor {
    return this.total((part, { firstPosition, positions }) =>
      part.logProb(slice(action, 1, firstPosition, firstPosition + positions)),
    );
  }
  entropy(): Tensor {
    return this.total((part) => part.entropy());
  }
  klDivergence(other: MultiCategorical): Tensor {
    return this.total((part, _run, i) => part.klDivergence(other.parts[i] as Categorical));
  }
  mode(): Tensor {
    return concat(
      this.parts.map((part) => part.mode()),
      1,
    );
  }
  /** The sum over all positions of something [batch, positions] about each run. */
  private total(of: (part: Categorical, run: Run, index: number) => Tensor): Tensor {
    return this.parts.map((part, i) => sum(of(part, this.runs[i] as Run, i), { axes: 1 })).reduce(add);
  }
}

/**
 * One of `nvec[i]` choices in each position i, independently given the state. Parameters: the logits of all positions,
 * one after the other, [batch, Σ nvec]; masks and noise likewise. Actions: int32 [batch, positions].
 */
export function multiCategorical(nvec: readonly number[]): DistributionFamily {
  const runs = runsOf(nvec);
  const size = nvec.reduce((total, n) => total + n, 0);
  return {
    name: "multi-categorical",
    actionType: "int32",
    actionShape: ["batch", nvec.length],
    actionSize: nvec.length,
    choices: nvec,
    parameterSize: size,
    noise: () => ({ kind: "uniform", size }),
    head(scope, features, mask) {
      const logits = maskedLogits(linear(scope, features, size, { gain: 0.01 }), mask);
      return {
        distribution: new MultiCategorical(logits, runs),
        sample: (noise) => new MultiCategorical(gumbelScores(logits, noise), runs).mode(),
      };
    },
    fromParameters: (parameters) => new MultiCategorical(parameters, runs),
  };
}
