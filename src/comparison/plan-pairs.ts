import { createAlgorithm } from "../algorithms/index.js";
import { UsageError } from "../errors.js";
import { findNamedEnvironment } from "../modules/index.js";
import { algorithmPreset, presetFor } from "../training/index.js";
import { type CompareOptions, duplicate } from "./compare-options.js";
import type { PairPlan } from "./comparison.js";

export type PlanOptions = Pick<CompareOptions, "algorithms" | "environments"> & {
  readonly totalSteps: number | undefined;
  readonly configure: CompareOptions["configure"] | undefined;
};

/**
 * What is to be trained for every environment and algorithm, by environment. Throws UsageError for names and options
 * that cannot be: `unknown-environment`, `unknown-algorithm`, `unknown-option`, …
 */
export async function planPairs({ algorithms, environments, totalSteps, configure }: PlanOptions): Promise<PairPlan[]> {
  const found = await Promise.all(environments.map(findNamedEnvironment));
  const ids = found.map(({ definition }) => definition.id);
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) throw duplicate("environments", twice);
  return found.flatMap(({ definition, module = null }) =>
    algorithms.map((name) => {
      const preset = algorithmPreset(presetFor(definition.id), name);
      const options = preset.options as Readonly<Record<string, unknown>>;
      const algorithm = createAlgorithm(name, configure?.(name, options, definition.id) ?? options);
      return {
        environment: definition.id,
        module,
        threshold: definition.rewardThreshold ?? null,
        algorithm: algorithm.name,
        options: plainOptions(algorithm.name, algorithm.options),
        totalSteps: totalSteps ?? preset.totalSteps,
      };
    }),
  );
}

/** As they come back from a file. Throws UsageError `invalid-option` for a function, which no file can hold. */
function plainOptions(algorithm: string, options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const text = JSON.stringify(options, (key, value) => {
    if (typeof value !== "function") return value;
    throw new UsageError({
      code: "invalid-option",
      message: `compare: option "${key}" of ${algorithm} is a function, which cannot be given to another process.`,
      fix: "Use options that are plain data.",
    });
  });
  return JSON.parse(text) as Record<string, unknown>;
}
