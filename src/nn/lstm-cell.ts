import { add, matmul, mul, sigmoid, split, tanh } from "../tensor/index.js";
import { constantInitializer, orthogonalInitializer } from "./initializers.js";
import type { Scope } from "./parameters.js";
import type { CellOptions, RecurrentCell } from "./recurrent-cell.js";

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997; with forget gate, without peepholes, as PyTorch has it):
 * i, f, o = σ(W·x + U·h + b), g = tanh(W_g·x + U_g·h + b_g), c' = f·c + i·g, h' = o·tanh(c').
 * Weights hold i, f, o, g side by side, so that one sigmoid serves three gates. The state is h and c.
 */
export function lstmCell(scope: Scope, inputSize: number, options: CellOptions): RecurrentCell {
  const { size, weights = orthogonalInitializer(1), biases = constantInitializer(0) } = options;
  const inputWeight = scope.parameter("inputWeight", [inputSize, 4 * size], weights);
  const stateWeight = scope.parameter("stateWeight", [size, 4 * size], weights);
  const bias = scope.parameter("bias", [4 * size], biases);
  return {
    size,
    parts: 2,
    project: (x) => add(matmul(x, inputWeight), bias),
    step(projected, [h, c]) {
      const [gates, candidate] = split(add(projected, matmul(h!, stateWeight)), [3 * size, size], 1);
      const [i, f, o] = split(sigmoid(gates!), [size, size, size], 1);
      const next = add(mul(f!, c!), mul(i!, tanh(candidate!)));
      return [mul(o!, tanh(next)), next];
    },
  };
}
