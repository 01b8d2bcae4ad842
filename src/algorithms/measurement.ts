import type { ActorCritic } from "../policies/index.js";
import { chunksOf, type Fragment } from "../rollout/index.js";
import { compile, type TensorData } from "../runtime/index.js";
import type { Tensor } from "../tensor/index.js";

/**
 * Evaluates per-sample quantities [batch] of a model on all rows of a fragment, at given parameters; with a memory, from
 * the states that the fragment holds. The results are overwritten by the next call.
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
    const columns: Record<string, TensorData> = {
      observation: fragment.observations,
      action: fragment.actions,
      behaviorLogProb: fragment.behaviorLogProbs,
      behaviorParameters: fragment.behaviorParameters,
      ...(fragment.masks && { mask: fragment.masks }),
    };
    for (const { feeds, store } of chunksOf(fragment, columns, rows)) {
      const part = await program.run({ ...feeds, parameters: values });
      for (const name of names) store(part[name], results[name]);
    }
    return results;
  };
}

export type Measured = Pick<
  Fragment,
  "environments" | "observations" | "actions" | "masks" | "behaviorLogProbs" | "behaviorParameters" | "memory"
>;
