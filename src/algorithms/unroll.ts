import {
  concat,
  input,
  inputName,
  reshape,
  split,
  stack,
  substitute,
  type Tensor,
  topologicalOrder,
} from "../tensor/index.js";

export interface Unrolling {
  /** How many steps one run takes. */
  readonly count: number;
  /** Rows in each step's batch. */
  readonly size: number;
  /** Inputs that take an output of the step before: its name, by theirs. */
  readonly carried: Readonly<Record<string, string>>;
  /** Scalar inputs of which every step has one of its own. */
  readonly perStep: readonly string[];
}

/**
 * A program's outputs as those of `count` steps in one run. Inputs [batch, …] become [count · size, …], those `perStep`
 * [count]; all others are the same in every step. Outputs that are carried are the last step's; scalars are returned as
 * [count], batches one after the other.
 */
export function unroll<Names extends string>(
  outputs: Readonly<Record<Names, Tensor>>,
  { count, size, carried, perStep }: Unrolling,
): Record<Names, Tensor> {
  const names = Object.keys(outputs) as Names[];
  const step = names.map((name) => outputs[name]);
  const inputs = inputsOf(step);
  const parts = new Map<Tensor, readonly Tensor[]>();
  for (const [name, tensor] of inputs) {
    const { shape, dataType } = tensor;
    if (shape[0] === "batch")
      parts.set(tensor, equalParts(input(name, [count * size, ...shape.slice(1)], dataType), count));
    else if (perStep.includes(name)) {
      parts.set(
        tensor,
        equalParts(input(name, [count]), count).map((part) => reshape(part, [])),
      );
    }
  }
  const results: Record<Names, Tensor>[] = [];
  for (let k = 0; k < count; k++) {
    const replacements = new Map([...parts].map(([tensor, pieces]) => [tensor, pieces[k] as Tensor]));
    const before = results[k - 1];
    if (before) {
      for (const [to, from] of Object.entries(carried)) {
        const taken = inputs.get(to);
        // not every optimizer has every moment
        if (taken) replacements.set(taken, before[from as Names]);
      }
    }
    const replaced = substitute(step, replacements);
    results.push(Object.fromEntries(names.map((name, i) => [name, replaced[i]])) as Record<Names, Tensor>);
  }
  const isCarried = new Set(Object.values(carried));
  const join = (name: Names): Tensor => {
    const all = results.map((result) => result[name]);
    if (isCarried.has(name)) return all[count - 1] as Tensor;
    return outputs[name].shape.length === 0 ? stack(all) : concat(all, 0);
  };
  return Object.fromEntries(names.map((name) => [name, join(name)])) as Record<Names, Tensor>;
}

function inputsOf(outputs: readonly Tensor[]): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  for (const node of topologicalOrder(outputs)) {
    const name = inputName(node);
    if (name !== undefined) found.set(name, node.outputs[0] as Tensor);
  }
  return found;
}

const equalParts = (tensor: Tensor, count: number): readonly Tensor[] =>
  split(tensor, new Array<number>(count).fill((tensor.shape[0] as number) / count), 0);
