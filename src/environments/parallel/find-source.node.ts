import type { EnvironmentDefinition } from "../environment.js";
import { loadEnvironmentModule } from "../load-module.node.js";
import { findEnvironment, isBuiltin } from "../registry.js";
import type { EnvironmentSource } from "./protocol.js";

/** The definition at a source. Throws what importing the module throws. */
export async function findSource(source: EnvironmentSource): Promise<EnvironmentDefinition> {
  if (source.kind === "builtin") return await findEnvironment(source.id);
  return (await loadEnvironmentModule(source.reference)).definition;
}

/**
 * Where another thread finds a definition, or undefined if it cannot: only environments that come with the library, and
 * those that `module` exports, and only as they are there; wrapping one makes another.
 */
export async function sourceOf(
  definition: EnvironmentDefinition,
  module: string | undefined,
): Promise<EnvironmentSource | undefined> {
  if (module === undefined) return isBuiltin(definition) ? { kind: "builtin", id: definition.id } : undefined;
  const loaded = await loadEnvironmentModule(module);
  return loaded.definition === definition ? { kind: "module", reference: loaded.module } : undefined;
}
