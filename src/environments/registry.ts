import { UsageError } from "../errors.js";
import { didYouMean } from "../text.js";
import { builtins } from "./builtins.js";
import type { EnvironmentDefinition } from "./environment.js";
import { validateDefinition } from "./validate-definition.js";

const registered = new Map(builtins.map((definition) => [definition.id, definition]));

/**
 * Makes an environment known by its id. Throws UsageError `duplicate-environment` if another one has that id,
 * `invalid-environment` for impossible declarations.
 */
export function registerEnvironment(definition: EnvironmentDefinition): void {
  validateDefinition(definition);
  const known = registered.get(definition.id);
  if (known !== undefined && known !== definition) {
    throw new UsageError({
      code: "duplicate-environment",
      message: `An environment "${definition.id}" is already registered.`,
      fix: "Give yours another id, for example with a higher version number.",
    });
  }
  registered.set(definition.id, definition);
}

/** The definition that has this id, or the definition given. Throws UsageError `unknown-environment` with the nearest id. */
export function findEnvironment(idOrDefinition: string | EnvironmentDefinition): EnvironmentDefinition {
  if (typeof idOrDefinition !== "string") {
    validateDefinition(idOrDefinition);
    return idOrDefinition;
  }
  const known = registered.get(idOrDefinition);
  if (known !== undefined) return known;
  throw new UsageError({
    code: "unknown-environment",
    message: `There is no environment "${idOrDefinition}".`,
    fix: `${didYouMean(idOrDefinition, [...registered.keys()])}listEnvironments() has them all. Your own environments need registerEnvironment first, or pass the definition itself.`,
  });
}

/** All registered environments, built-in ones first. */
export function listEnvironments(): readonly EnvironmentDefinition[] {
  return [...registered.values()];
}

/** Whether a definition comes with the library, as it is. */
export function isBuiltin(definition: EnvironmentDefinition): boolean {
  return builtins.includes(definition);
}
