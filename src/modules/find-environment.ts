import { type EnvironmentDefinition, findEnvironment, listEnvironments } from "../environments/index.js";
import { UsageError } from "../errors.js";
import { didYouMean } from "../text.js";

/** An environment by a name that can be given in another process. */
export interface NamedEnvironment {
  readonly definition: EnvironmentDefinition;
  /** Where it comes from, if it is not a registered one. */
  readonly module?: string;
}

/** The environment with an id, or in a user's module, named by its path (Node only). Throws UsageError `unknown-environment`, or what importing throws. */
export async function findNamedEnvironment(name: string): Promise<NamedEnvironment> {
  const ids = listEnvironments().map(({ id }) => id);
  if (ids.includes(name)) return { definition: findEnvironment(name) };
  if (isPath(name)) return (await import("../environments/node.js")).loadEnvironmentModule(name);
  throw new UsageError({
    code: "unknown-environment",
    message: `There is no environment "${name}".`,
    fix: `${didYouMean(name, ids)}"proximal list" names them all. An environment of your own is named by the path of its module, like ./${name}.js.`,
  });
}

const isPath = (name: string) => /[\\/]/.test(name) || /\.[cm]?[jt]s(#|$)/.test(name);
