import { UsageError } from "../errors.js";
import { topologicalOrder } from "./graph.js";
import { add } from "./operations/arithmetic.js";
import { constant } from "./operations/constant.js";
import { expandLike, opaque } from "./operations/expand.js";
import { formatShape, shapesEqual } from "./shape.js";
import type { Node, Tensor } from "./tensor.js";

/**
 * Reverse-mode differentiation: ∂output/∂target for every target, as new graph nodes (which can be differentiated
 * again). With `seed`, the vector–Jacobian product seedᵀ·∂output/∂target; without, `output` must be a scalar.
 * Targets that the output does not depend on get zeros.
 */
export function gradients(output: Tensor, targets: readonly Tensor[], seed?: Tensor): Tensor[] {
  if (seed === undefined && output.shape.length !== 0) {
    throw new UsageError({
      code: "gradient-of-non-scalar",
      message: `gradients: the output has shape ${formatShape(output.shape)}, not [].`,
      fix: "Reduce it to a scalar with sum() or mean(), or give a seed of the same shape.",
    });
  }
  if (seed !== undefined && !shapesEqual(seed.shape, output.shape)) {
    throw new UsageError({
      code: "shape-mismatch",
      message: `gradients: the seed has shape ${formatShape(seed.shape)}, the output ${formatShape(output.shape)}.`,
      fix: "Give a seed of the output's shape.",
    });
  }
  const order = topologicalOrder([output]);
  const targetSet = new Set(targets);
  const dependent = new Set<Node>();
  for (const node of order) {
    const passesOn = node.operation.gradient !== undefined && node.inputs.some((input) => dependent.has(input.node));
    if (passesOn || node.outputs.some((tensor) => targetSet.has(tensor))) dependent.add(node);
  }
  const accumulated = new Map<Tensor, Tensor>();
  accumulated.set(output, seed ?? constant(1));
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] as Node;
    if (!dependent.has(node) || node.operation.gradient === undefined) continue;
    const outputGradients = node.outputs.map((tensor) => accumulated.get(tensor));
    if (outputGradients.every((gradient) => gradient === undefined)) continue;
    if (!node.inputs.some((input) => dependent.has(input.node))) continue;
    const inputGradients = node.operation.gradient(node, outputGradients);
    for (const [position, input] of node.inputs.entries()) {
      const gradient = inputGradients[position];
      if (gradient === undefined || input.dataType !== "float32" || !dependent.has(input.node)) continue;
      const previous = accumulated.get(input);
      accumulated.set(input, previous === undefined ? gradient : add(previous, gradient));
    }
  }
  return targets.map((target) => {
    const gradient = accumulated.get(target);
    if (gradient === undefined) return expandLike(constant(0), target);
    return opaque(gradient);
  });
}
