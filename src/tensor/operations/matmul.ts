import { broadcastAt, broadcastNumericShapes, tabulate } from "../reference/nd-array.js";
import { broadcastShapes, productOf, shapeError } from "../shape.js";
import { createTensor, type Operation, type Tensor } from "../tensor.js";
import { requireType } from "./require-type.js";
import { reshape } from "./reshape.js";
import { sumTo } from "./sum.js";
import { transpose } from "./transpose.js";

const matmulOperation: Operation<null> = {
  name: "MatMul",
  describe: ([a, b]) => {
    requireType("matmul", [a!, b!], "float32");
    const [sa, sb] = [a!.shape, b!.shape];
    if (sa.length < 2 || sb.length < 2 || sa[sa.length - 1] !== sb[sb.length - 2]) {
      throw shapeError("matmul", [sa, sb], "the last dimension of the first must equal the second-last of the second");
    }
    const batch = broadcastShapes("matmul", sa.slice(0, -2), sb.slice(0, -2));
    return [{ shape: [...batch, sa[sa.length - 2]!, sb[sb.length - 1]!], dataType: "float32" }];
  },
  lower: (_node, inputs, onnx) => onnx.emit("MatMul", inputs),
  gradient: ({ inputs: [a, b] }, [g]) => [
    sumTo(matmul(g!, transpose(b!)), a!),
    b!.shape.length === 2 && a!.shape.length > 2
      ? // One product over all leading axes instead of a sum of many.
        matmul(transpose(asMatrix(a!)), asMatrix(g!))
      : sumTo(matmul(transpose(a!), g!), b!),
  ],
  evaluate: ([a, b]) => {
    const inner = a!.shape[a!.shape.length - 1]!;
    const batch = broadcastNumericShapes(a!.shape.slice(0, -2), b!.shape.slice(0, -2));
    const shape = [...batch, a!.shape[a!.shape.length - 2]!, b!.shape[b!.shape.length - 1]!];
    return [
      tabulate(shape, (index) => {
        const lead = index.slice(0, -2);
        const row = index[index.length - 2]!;
        const column = index[index.length - 1]!;
        let total = 0;
        for (let k = 0; k < inner; k++) {
          total +=
            broadcastAt(a!, fitted(lead, row, k, a!.shape.length)) *
            broadcastAt(b!, fitted(lead, k, column, b!.shape.length));
        }
        return total;
      }),
    ];
  },
};

/** The index into an operand that may have fewer leading axes than the result. */
function fitted(lead: readonly number[], row: number, column: number, rank: number): number[] {
  return [...lead.slice(lead.length - (rank - 2)), row, column];
}

function asMatrix(x: Tensor): Tensor {
  return reshape(x, [productOf(x.shape.slice(0, -1)), x.shape[x.shape.length - 1]!]);
}

/** Matrix product of the last two axes, broadcast over the leading ones. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  return createTensor(matmulOperation, [a, b], null);
}
