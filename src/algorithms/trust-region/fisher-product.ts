import type { Random, RandomState } from "../../random/index.js";
import type { Fragment } from "../../rollout/index.js";
import type { Program, TensorData } from "../../runtime/index.js";
import type { MatrixVectorProduct } from "./conjugate-gradient.js";

export interface FisherProductOptions {
  /** λ */
  readonly damping: number;
  /** One state in so many enters F, drawn anew for each fragment. */
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

  return {
    on(fragment: Fragment, parameters: Float32Array): MatrixVectorProduct {
      const { observations, masks, steps, environments } = fragment;
      const rows = subSampling === 1 ? undefined : drawRows(steps * environments, subSampling, random);
      const observation = rows ? takeRows(observations, rows, steps * environments) : observations;
      const feeds: Record<string, TensorData> = { parameters, observation };
      if (masks) feeds.mask = rows ? takeRows(masks, rows, steps * environments) : masks;
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
function drawRows(count: number, subSampling: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, row) => row);
  random.shuffle(order);
  return order.subarray(0, Math.ceil(count / subSampling)).sort();
}

function takeRows<T extends Float32Array | Uint8Array>(source: T, rows: Int32Array, count: number): T {
  const width = source.length / count;
  const taken = new (source.constructor as new (length: number) => T)(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    taken.set(source.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  }
  return taken;
}
