import { UsageError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { didYouMean } from "../text.js";
import { gruCell } from "./gru-cell.js";
import type { Initializer } from "./initializers.js";
import { lstmCell } from "./lstm-cell.js";
import type { Scope } from "./parameters.js";

/** A layer with a memory, as mathematics of one step. Its parameters are declared when it is made. */
export interface RecurrentCell {
  /** Numbers of the output. */
  readonly size: number;
  /** How many tensors [rows, size] make up the state: the first is the output, too. */
  readonly parts: number;
  /** What the input contributes to the gates, for any number of steps at once: [rows, inputs] → [rows, n]. */
  project(x: Tensor): Tensor;
  /** One step: `projected` [rows, n] and the state's parts → the next state's parts. */
  step(projected: Tensor, state: readonly Tensor[]): readonly Tensor[];
}

export type CellName = "gru" | "lstm";
export const cellNames: readonly CellName[] = ["gru", "lstm"];

export interface CellOptions {
  /** Numbers of the output. */
  readonly size: number;
  /** Of all weights; default orthogonal with gain 1. */
  readonly weights?: Initializer;
  /** Default 0. */
  readonly biases?: Initializer;
}

const cells = { gru: gruCell, lstm: lstmCell };

/** A cell by its name. Throws UsageError `unknown-cell` for others. */
export function recurrentCell(name: CellName, scope: Scope, inputSize: number, options: CellOptions): RecurrentCell {
  if (Object.hasOwn(cells, name)) return cells[name](scope, inputSize, options);
  throw new UsageError({
    code: "unknown-cell",
    message: `There is no recurrent cell "${name}".`,
    fix: `${didYouMean(name, cellNames)}There are: ${cellNames.join(", ")}.`,
  });
}
