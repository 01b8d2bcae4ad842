import { UsageError } from "../errors.js";
import { didYouMean } from "../text.js";
import { type A2cOptions, a2c } from "./a2c.js";
import type { Algorithm } from "./algorithm.js";
import { type AlgorithmName, algorithmNames } from "./algorithm-names.js";
import { type IsPgOptions, isPg } from "./is-pg.js";
import { npg } from "./npg.js";
import { type OffPolicyReinforceOptions, offPolicyReinforce } from "./off-policy-reinforce.js";
import { ppo } from "./ppo.js";
import { type PpoKlOptions, ppoKl } from "./ppo-kl.js";
import { type PpoLagrangianOptions, ppoLagrangian } from "./ppo-lagrangian.js";
import type { PpoOptions } from "./ppo-options.js";
import { type ReinforceOptions, reinforce } from "./reinforce.js";
import type { SacOptions } from "./sac/options.js";
import { sac } from "./sac.js";
import { type SurrogateOptions, surrogate } from "./surrogate.js";
import { trpo } from "./trpo.js";
import type { NpgOptions, TrpoOptions } from "./trust-region/index.js";

const algorithms: Readonly<Record<AlgorithmName, (options: object) => Algorithm>> = {
  reinforce: (options) => reinforce(options as ReinforceOptions),
  "off-policy-reinforce": (options) => offPolicyReinforce(options as OffPolicyReinforceOptions),
  a2c: (options) => a2c(options as A2cOptions),
  "is-pg": (options) => isPg(options as IsPgOptions),
  surrogate: (options) => surrogate(options as SurrogateOptions),
  ppo: (options) => ppo(options as PpoOptions),
  "ppo-kl": (options) => ppoKl(options as PpoKlOptions),
  "ppo-lagrangian": (options) => ppoLagrangian(options as PpoLagrangianOptions),
  trpo: (options) => trpo(options as TrpoOptions),
  npg: (options) => npg(options as NpgOptions),
  sac: (options) => sac(options as SacOptions),
};

/** An algorithm by its name. Throws UsageError `unknown-algorithm` with the nearest name, or what its options throw. */
export function createAlgorithm(name: string, options: object = {}): Algorithm {
  const create = Object.hasOwn(algorithms, name) ? algorithms[name as AlgorithmName] : undefined;
  if (create) return create(options);
  throw new UsageError({
    code: "unknown-algorithm",
    message: `There is no algorithm "${name}".`,
    fix: `${didYouMean(name, algorithmNames)}There are: ${algorithmNames.join(", ")}.`,
  });
}
