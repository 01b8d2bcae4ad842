import { add, matmul, mul, sigmoid, split, sub, tanh } from "../tensor/index.js";
import { constantInitializer, orthogonalInitializer } from "./initializers.js";
import type { Scope } from "./parameters.js";
import type { CellOptions, RecurrentCell } from "./recurrent-cell.js";

/**
 * Gated recurrent unit (Cho et al. 2014), with the reset gate after the product, as PyTorch has it:
 * r = σ(W_r·x + U_r·h + b_r), z = σ(W_z·x + U_z·h + b_z), n = tanh(W_n·x + b_n + r·(U_n·h + c_n)), h' = (1 − z)·n + z·h.
 * Weights hold r, z, n side by side.
 */
export function gruCell(scope: Scope, inputSize: number, options: CellOptions): RecurrentCell {
  const { size, weights = orthogonalInitializer(1), biases = constantInitializer(0) } = options;
  const inputWeight = scope.parameter("inputWeight", [inputSize, 3 * size], weights);
  const stateWeight = scope.parameter("stateWeight", [size, 3 * size], weights);
  const bias = scope.parameter("bias", [3 * size], biases);
  const candidateBias = scope.parameter("candidateBias", [size], biases);
  return {
    size,
    parts: 1,
    project: (x) => add(matmul(x, inputWeight), bias),
    step(projected, [h]) {
      const [fromInput, candidateInput] = split(projected, [2 * size, size], 1);
      const [fromState, candidateState] = split(matmul(h!, stateWeight), [2 * size, size], 1);
      const [r, z] = split(sigmoid(add(fromInput!, fromState!)), [size, size], 1);
      const n = tanh(add(candidateInput!, mul(r!, add(candidateState!, candidateBias))));
      // (1 − z)·n + z·h
      return [add(n, mul(z!, sub(h!, n)))];
    },
  };
}
