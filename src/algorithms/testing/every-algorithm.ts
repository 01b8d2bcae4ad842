import type { Algorithm } from "../algorithm.js";
import { type AlgorithmName, algorithmNames } from "../algorithm-names.js";
import { createAlgorithm } from "../registry.js";

/** Every algorithm by its name, small, with options that all understand, and those of its own that are given. */
export const everyAlgorithm = (
  own: Partial<Record<AlgorithmName, object>> = {},
): { name: AlgorithmName; create: (options?: object) => Algorithm }[] =>
  algorithmNames.map((name) => ({
    name,
    create(options = {}) {
      const defaults = createAlgorithm(name).options;
      return createAlgorithm(name, {
        nEnvs: 4,
        nSteps: 16,
        network: { hidden: [16] },
        ...("batchSize" in defaults && { batchSize: 16 }),
        ...own[name],
        ...options,
      });
    },
  }));
