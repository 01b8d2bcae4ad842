import { concat, mul, reshape, split, stack, sub, type Tensor } from "../tensor/index.js";
import type { RecurrentCell } from "./recurrent-cell.js";

/** Outputs of a recurrent layer, and the state after the last of its steps. */
export interface RecurrentOutput {
  /** [rows, size] */
  readonly output: Tensor;
  /** The state's parts side by side: [sequences, parts · size]. */
  readonly state: Tensor;
}

/** One step of every row: x [rows, inputs], state [rows, parts · size]. */
export function recurrentStep(cell: RecurrentCell, x: Tensor, state: Tensor): RecurrentOutput {
  const next = cell.step(cell.project(x), partsOf(cell, state));
  return { output: next[0]!, state: concat(next, 1) };
}

export interface UnrollOptions {
  /** Before the first step: [sequences, parts · size]. */
  readonly state: Tensor;
  /** 1 where an episode begins, so that nothing is remembered from before, else 0: [rows]. */
  readonly episodeStart: Tensor;
  /** Steps of each sequence. */
  readonly length: number;
}

/**
 * The steps of whole sequences, one after the other: rows are time-major (row = step · sequences + sequence), and so is
 * the output. Gradients flow back through all `length` steps up to `state` or the start of the episode (truncated
 * back-propagation through time).
 */
export function unroll(
  cell: RecurrentCell,
  x: Tensor,
  { state, episodeStart, length }: UnrollOptions,
): RecurrentOutput {
  const sequences = state.shape[0]!;
  const rows = x.shape[0]!;
  /** One tensor [sequences, width] for each step of a column [rows, width]. */
  const steps = (column: Tensor, width: number) =>
    split(reshape(column, [length, sequences, width]), new Array<number>(length).fill(1), 0).map((step) =>
      reshape(step, [sequences, width]),
    );
  // One product for all steps: what is left in the loop is what depends on the step before.
  const projected = cell.project(x);
  const inputs = steps(projected, projected.shape[1] as number);
  const keeps = steps(reshape(sub(1, episodeStart), [rows, 1]), 1);
  const outputs: Tensor[] = [];
  let parts = partsOf(cell, state);
  for (let t = 0; t < length; t++) {
    const remembered = parts.map((part) => mul(part, keeps[t]!));
    parts = cell.step(inputs[t]!, remembered);
    outputs.push(parts[0]!);
  }
  return { output: reshape(stack(outputs), [rows, cell.size]), state: concat(parts, 1) };
}

const partsOf = ({ parts, size }: RecurrentCell, state: Tensor): readonly Tensor[] =>
  split(state, new Array<number>(parts).fill(size), 1);
