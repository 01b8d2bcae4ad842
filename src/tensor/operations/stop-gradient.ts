import { createTensor, type Operation, type Tensor } from "../tensor.js";

const identityOperation: Operation<null> = {
  name: "Identity",
  describe: ([x]) => [{ shape: x!.shape, dataType: x!.dataType }],
  lower: (_node, [x]) => [x!],
  evaluate: ([x]) => [x!],
};

/** The same value, treated as a constant by `gradients`. */
export function stopGradient(x: Tensor): Tensor {
  return createTensor(identityOperation, [x], null);
}
