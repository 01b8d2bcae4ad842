import { createNode, type Node, type Tensor } from "./tensor.js";

/** Every node that `outputs` need, inputs before users. Iterative: unrolled graphs are deep. */
export function topologicalOrder(outputs: readonly Tensor[]): Node[] {
  const order: Node[] = [];
  const state = new Map<Node, "open" | "done">();
  const stack: Node[] = [];
  for (const output of outputs) {
    stack.push(output.node);
    while (stack.length > 0) {
      const node = stack[stack.length - 1] as Node;
      const seen = state.get(node);
      if (seen === "done") {
        stack.pop();
      } else if (seen === "open") {
        state.set(node, "done");
        order.push(node);
        stack.pop();
      } else {
        state.set(node, "open");
        for (let i = node.inputs.length - 1; i >= 0; i--) {
          const dependency = (node.inputs[i] as Tensor).node;
          if (!state.has(dependency)) stack.push(dependency);
        }
      }
    }
  }
  return order;
}

/** Rebuilds `outputs` with every tensor in `replacements` replaced by its partner; shared structure stays shared. */
export function substitute(outputs: readonly Tensor[], replacements: ReadonlyMap<Tensor, Tensor>): Tensor[] {
  const rebuilt = new Map<Node, readonly Tensor[]>();
  const resolve = (tensor: Tensor): Tensor =>
    replacements.get(tensor) ?? ((rebuilt.get(tensor.node) ?? tensor.node.outputs)[tensor.index] as Tensor);
  for (const node of topologicalOrder(outputs)) {
    const inputs = node.inputs.map(resolve);
    if (inputs.some((input, i) => input !== node.inputs[i])) {
      rebuilt.set(node, createNode(node.operation, inputs, node.attributes));
    }
  }
  return outputs.map(resolve);
}
