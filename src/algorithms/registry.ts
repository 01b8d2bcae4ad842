import { UsageError } from "../errors.js";
import { nearest } from "../text.js";
import type { Algorithm } from "./algorithm.js";
import { type AlgorithmName, algorithmNames } from "./algorithm-names.js";
import { npg } from "./npg.js";
import { ppo } from "./ppo.js";
import type { PpoOptions } from "./ppo-options.js";
import { trpo } from "./trpo.js";
import type { NpgOptions, TrpoOptions } from "./trust-region/index.js";

const algorithms: Readonly<Record<AlgorithmName, (options: object) => Algorithm>> = {
  ppo: (options) => ppo(options as PpoOptions),
  trpo: (options) => trpo(options as TrpoOptions),
  npg: (options) => npg(options as NpgOptions),
};

/** An algorithm by its name. Throws UsageError `unknown-algorithm` with the nearest name, or what its options throw. */
export function createAlgorithm(name: string, options: object = {}): Algorithm {
  const create = Object.hasOwn(algorithms, name) ? algorithms[name as AlgorithmName] : undefined;
  if (create) return create(options);
  throw new UsageError({
    code: "unknown-algorithm",
    message: `There is no algorithm "${name}".`,
    fix: `Did you mean "${nearest(name, algorithmNames)}"? There are: ${algorithmNames.join(", ")}.`,
  });
}
