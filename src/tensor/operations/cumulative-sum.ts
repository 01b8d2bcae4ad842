import { tabulate } from "../reference/nd-array.js";
import { normalizeAxis } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";
import { elementAt } from "./concat.js";
import { requireType } from "./require-type.js";

export interface CumulativeSumOptions {
  /** Sum from the end instead of from the start. */
  readonly reverse?: boolean;
  /** Leave the element itself out of its sum. */
  readonly exclusive?: boolean;
}

interface CumulativeSumAttributes {
  readonly axis: number;
  readonly reverse: boolean;
  readonly exclusive: boolean;
}

const cumulativeSumOperation: Operation<CumulativeSumAttributes> = {
  name: "CumSum",
  describe: ([x]) => {
    requireType("cumulativeSum", [x!], "float32");
    return [{ shape: x!.shape, dataType: "float32" }];
  },
  lower: ({ attributes: { axis, reverse, exclusive } }, [x], onnx) =>
    onnx.emit("CumSum", [x!, onnx.int64([axis])], {
      reverse: { int: reverse ? 1 : 0 },
      exclusive: { int: exclusive ? 1 : 0 },
    }),
  gradient: ({ attributes: { axis, reverse, exclusive } }, [g]) => [
    cumulativeSum(g!, axis, { reverse: !reverse, exclusive }),
  ],
  evaluate: ([x], { axis, reverse, exclusive }) => [
    tabulate(x!.shape, (index) => {
      let total = exclusive ? 0 : elementAt(x!, index, axis, index[axis]!);
      const [from, to] = reverse ? [index[axis]! + 1, x!.shape[axis]!] : [0, index[axis]!];
      for (let i = from; i < to; i++) total += elementAt(x!, index, axis, i);
      return total;
    }),
  ],
};

/** At every position, the sum of the elements up to and including it along an axis (default: the last). */
export function cumulativeSum(x: Tensor, axis = -1, options: CumulativeSumOptions = {}): Tensor {
  const { reverse = false, exclusive = false } = options;
  return createTensor(cumulativeSumOperation, [x], {
    axis: normalizeAxis("cumulativeSum", axis, x.shape.length),
    reverse,
    exclusive,
  });
}
