import type { Random, RandomState } from "../../random/index.js";
import { type Fragment, gatherSequences, piecesLength } from "../../rollout/index.js";
import type { Program, TensorData } from "../../runtime/index.js";
import type { MatrixVectorProduct } from "./conjugate-gradient.js";

export interface FisherProductOptions {
  /** λ */
  readonly damping: number;
  /** One state (or sequence) in so many enters F, drawn anew for each fragment. */
  readonly subSampling: number;
  readonly random: Random;
}

/** v ↦ (F + λI)·v on the states of a fragment, or on some of them. */
export function createFisherProduct(
  program: Program<"product">,
  { damping, subSampling, random }: FisherProductOptions,
) {
  let vector = new Float32Array(0);
  let product = new Float32Array(0);
  const gathered = (fragment: Fragment, columns: Record<string, TensorData>, rows: number) => {
    const pieces = drawPieces(rows / piecesLength(fragment), subSampling, random);
    return gatherSequences(fragment, columns, pieces, rows).columns;
  };

  return {
    on(fragment: Fragment, parameters: Float32Array): MatrixVectorProduct {
      const { observations, masks, steps, environments, memory } = fragment;
      const rows = steps * environments;
      const all: Record<string, TensorData> = { observation: observations, ...(masks && { mask: masks }) };
      const chosen = subSampling === 1 && !memory ? all : gathered(fragment, all, rows);
      const feeds: Record<string, TensorData> = { ...chosen, parameters };
      if (vector.length !== parameters.length) {
        vector = new Float32Array(parameters.length);
        product = new Float32Array(parameters.length);
      }
      return async (direction, into) => {
        vector.set(direction);
        await program.run({ ...feeds, vector }, { product });
        for (let i = 0; i < into.length; i++) into[i] = product[i]! + damping * direction[i]!;
      };
    },
    getState: (): RandomState => random.getState(),
    setState: (state: RandomState) => random.setState(state),
  };
}

/** At random, not every n-th: rows are interleaved by environment, and a stride could always meet the same one. */
function drawPieces(count: number, subSampling: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, piece) => piece);
  if (subSampling === 1) return order;
  random.shuffle(order);
  return order.subarray(0, Math.ceil(count / subSampling)).sort();
}
