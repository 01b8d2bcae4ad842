import type { ActorCritic } from "../policies/index.js";
import type { Fragment } from "../rollout/index.js";
import { compile, type TensorData } from "../runtime/index.js";
import type { Tensor } from "../tensor/index.js";

/** Rows per run: enough to amortize the call, few enough to stay in cache. */
const ROWS = 2048;

/**
 * Evaluates per-sample quantities [batch] of a model on all rows of a fragment, at given parameters. The results are
 * overwritten by the next call.
 */
export async function compileMeasurement<Names extends string>(
  { parameters }: ActorCritic,
  outputs: Readonly<Record<Names, Tensor>>,
) {
  const program = await compile({ outputs: parameters.bind(outputs) });
  const names = Object.keys(outputs) as Names[];
  let results = {} as Record<Names, Float32Array>;

  return async (fragment: Measured, values: Float32Array): Promise<Record<Names, Float32Array>> => {
    const rows = fragment.behaviorLogProbs.length;
    if (results[names[0] as Names]?.length !== rows) {
      results = Object.fromEntries(names.map((name) => [name, new Float32Array(rows)])) as typeof results;
    }
    const rowsOf = <T extends TensorData>(column: T, from: number, to: number) => {
      const width = column.length / rows;
      return column.subarray(from * width, to * width) as T;
    };
    for (let from = 0; from < rows; from += ROWS) {
      const to = Math.min(from + ROWS, rows);
      const columns: Record<string, TensorData> = {
        observation: fragment.observations,
        action: fragment.actions,
        behaviorLogProb: fragment.behaviorLogProbs,
        behaviorParameters: fragment.behaviorParameters,
        ...(fragment.masks && { mask: fragment.masks }),
      };
      const feeds: Record<string, TensorData> = { parameters: values };
      for (const [name, column] of Object.entries(columns)) feeds[name] = rowsOf(column, from, to);
      const part = await program.run(feeds);
      for (const name of names) results[name].set(part[name] as Float32Array, from);
    }
    return results;
  };
}

type Measured = Pick<Fragment, "observations" | "actions" | "masks" | "behaviorLogProbs" | "behaviorParameters">;
