import type { PolicyHead } from "../distributions/index.js";
import { UsageError } from "../errors.js";
import { type CellName, recurrentCell, recurrentStep, type Scope, uniformInitializer, unroll } from "../nn/index.js";
import { concat, type Dimension, input, split, substitute, type Tensor } from "../tensor/index.js";

/** A recurrent layer. */
export interface RecurrentLayerOptions {
  /** Default "gru". */
  readonly cell?: CellName;
  /** Numbers of its output; default 64. */
  readonly size?: number;
  /** Orthogonal initialization (gain 1, biases 0) instead of uniform in ±1/√size; default true. */
  readonly orthogonal?: boolean;
}

/** Passes features [rows, n] of every step through a layer with a memory: [rows, size]. `scope` names its parameters. */
export type Recur = (scope: Scope, features: Tensor, options?: RecurrentLayerOptions) => Tensor;

/** What a policy remembers, and how it acts from it. */
export interface Memory {
  /** Numbers of state per environment. */
  readonly stateSize: number;
  /** Steps through which gradients flow back: what the learning form of the model is unrolled over. */
  readonly sequenceLength: number;
  /** After the last step of each sequence, in the learning form: [sequences, stateSize]. */
  readonly finalState: Tensor;
  /** The acting form: one step of every row, from the input `state` [batch, stateSize]. */
  readonly step: MemoryStep;
}

/** The quantities of a model for one step. */
export interface MemoryStep {
  readonly head: PolicyHead;
  /** [batch] */
  readonly value: Tensor;
  /** [batch, stateSize] */
  readonly nextState: Tensor;
}

/** How recurrent layers of one form of a model are built. */
export interface RecurrentForm {
  readonly recur: Recur;
  /**
   * Cuts the states of all layers out of one input, in the order in which the layers were made. Undefined if there is
   * no such layer.
   */
  join(features: readonly Tensor[]): JoinedState | undefined;
}

export interface JoinedState {
  readonly features: readonly Tensor[];
  readonly stateSize: number;
  /** After the last step. */
  readonly nextState: Tensor;
}

/** For networks without a memory. */
export const noMemory: RecurrentForm = {
  recur() {
    throw new UsageError({
      code: "invalid-network",
      message: "The network function calls `recur`, but does not tell through how many steps gradients flow back.",
      fix: "Give recurrentNetwork(sequenceLength, network) instead of the bare function.",
    });
  },
  join: () => undefined,
};

/** For acting: input `state` [batch, stateSize]. */
export const steppingForm = (): RecurrentForm => form("state", "batch", recurrentStep);

/**
 * For learning: rows are sequences of `length` steps, time-major; inputs `initialState` [sequences, stateSize] and
 * `episodeStart` [batch].
 */
export function unrolledForm(length: number): RecurrentForm {
  const episodeStart = input("episodeStart", ["batch"]);
  return form("initialState", "sequences", (cell, x, state) => unroll(cell, x, { state, episodeStart, length }));
}

function form(name: string, rows: Dimension, advance: typeof recurrentStep): RecurrentForm {
  const states: Tensor[] = [];
  const nextStates: Tensor[] = [];
  return {
    recur(scope, features, { cell: cellName = "gru", size = 64, orthogonal = true } = {}) {
      // PyTorch's default: all within ±1/√size
      const uniform = uniformInitializer(1 / Math.sqrt(size));
      const initializers = orthogonal ? {} : { weights: uniform, biases: uniform };
      const cell = recurrentCell(cellName, scope, features.shape[1] as number, { size, ...initializers });
      // Stands for its part of the whole state, whose size is known only when every layer has been made.
      const state = input(`${name} ${states.length}`, [rows, cell.parts * size]);
      const { output, state: next } = advance(cell, features, state);
      states.push(state);
      nextStates.push(next);
      return output;
    },
    join(features) {
      if (states.length === 0) return undefined;
      const sizes = states.map(({ shape }) => shape[1] as number);
      const stateSize = sizes.reduce((total, size) => total + size);
      const parts = split(input(name, [rows, stateSize]), sizes, 1);
      const replacements = new Map(states.map((state, i) => [state, parts[i] as Tensor]));
      const joined = substitute([...features, ...nextStates], replacements);
      return {
        features: joined.slice(0, features.length),
        stateSize,
        nextState: concat(joined.slice(features.length), 1),
      };
    },
  };
}
