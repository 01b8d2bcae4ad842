import { UsageError } from "../../errors.js";
import { topologicalOrder } from "../graph.js";
import { inputName } from "../operations/input.js";
import { formatShape } from "../shape.js";
import type { Node, Tensor } from "../tensor.js";
import type { NdArray } from "./nd-array.js";

/**
 * Evaluates tensors in plain float64: slow, simple, and the oracle that gradients and ONNX Runtime are tested against.
 * Throws a UsageError if an input is missing or its shape differs from the declared one.
 */
export function evaluate(outputs: readonly Tensor[], feeds: Readonly<Record<string, NdArray>>): NdArray[] {
  const values = new Map<Node, readonly NdArray[]>();
  const sizes = new Map<string, number>();
  for (const node of topologicalOrder(outputs)) {
    const name = inputName(node);
    if (name !== undefined) {
      const value = feeds[name];
      const declared = (node.outputs[0] as Tensor).shape;
      if (value === undefined) {
        throw new UsageError({ code: "missing-input", message: `Input "${name}" is missing.`, fix: "Feed it." });
      }
      const fits =
        value.shape.length === declared.length &&
        declared.every((dimension, axis) => {
          const size = value.shape[axis];
          if (typeof dimension === "number") return dimension === size;
          if (!sizes.has(dimension)) sizes.set(dimension, size as number);
          return sizes.get(dimension) === size;
        });
      if (!fits) {
        throw new UsageError({
          code: "shape-mismatch",
          message: `Input "${name}" has shape ${formatShape(value.shape)}, but ${formatShape(declared)} was declared.`,
          fix: "Feed an array of the declared shape; equal dimension names mean equal sizes.",
        });
      }
      values.set(node, [value]);
      continue;
    }
    const inputs = node.inputs.map((input) => (values.get(input.node) as readonly NdArray[])[input.index] as NdArray);
    values.set(node, node.operation.evaluate(inputs, node.attributes));
  }
  return outputs.map((output) => (values.get(output.node) as readonly NdArray[])[output.index] as NdArray);
}
