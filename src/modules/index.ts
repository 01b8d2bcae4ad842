import type { LoadedEnvironment } from "./load-module.node.js";

export { findNamedEnvironment, type NamedEnvironment } from "./find-environment.js";

/** The environment that a user's module exports (Node only). Throws what importing it throws. */
export async function loadEnvironmentModule(reference: string): Promise<LoadedEnvironment> {
  return (await import("./load-module.node.js")).loadEnvironmentModule(reference);
}
