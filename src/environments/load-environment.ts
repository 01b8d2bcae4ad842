import { UsageError } from "../errors.js";
import type { Space } from "../spaces/index.js";
import type { EnvironmentDefinition, LoadedEnvironment } from "./environment.js";
import { validateDefinition } from "./validate-definition.js";

const loaded = new WeakMap<EnvironmentDefinition, Promise<LoadedEnvironment>>();

/**
 * A definition that can be stepped: the one given, or what its `load` brings, which runs once however often it is asked
 * for. Rejects with whatever `load` throws, and tries again the next time.
 */
export function loadEnvironment<O extends Space, A extends Space>(
  definition: EnvironmentDefinition<O, A>,
): Promise<LoadedEnvironment<O, A>> {
  const known = loaded.get(definition as EnvironmentDefinition);
  if (known !== undefined) return known as Promise<LoadedEnvironment<O, A>>;
  const promise = loadOnce(definition);
  loaded.set(definition as EnvironmentDefinition, promise as Promise<LoadedEnvironment>);
  promise.catch(() => loaded.delete(definition as EnvironmentDefinition));
  return promise;
}

async function loadOnce<O extends Space, A extends Space>(
  definition: EnvironmentDefinition<O, A>,
): Promise<LoadedEnvironment<O, A>> {
  const { load, ...metadata } = definition;
  if (load === undefined) return definition as LoadedEnvironment<O, A>;
  const { create, dynamics, settings } = await load();
  const implementation = create === undefined ? { dynamics } : { create };
  const complete = { ...metadata, ...implementation, ...(settings !== undefined && { settings }) } as LoadedEnvironment;
  validateDefinition(complete);
  return complete as LoadedEnvironment<O, A>;
}

/** Throws UsageError `environment-not-loaded` for a definition that has to be loaded before it can be stepped. */
export function requireLoaded<O extends Space, A extends Space>(
  definition: EnvironmentDefinition<O, A>,
): LoadedEnvironment<O, A> {
  if (definition.load === undefined) return definition as LoadedEnvironment<O, A>;
  throw new UsageError({
    code: "environment-not-loaded",
    message: `Environment "${definition.id}" has to be loaded before it can be stepped.`,
    fix: "Use what `await loadEnvironment(definition)` returns; train and evaluatePolicy do so themselves.",
  });
}
