import type { ImportedEnvironment } from "../environments/node.js";

export { findNamedEnvironment, type NamedEnvironment } from "./find-environment.js";

/** The environment that a user's module exports (Node only). Throws what importing it throws. */
export async function loadEnvironmentModule(reference: string): Promise<ImportedEnvironment> {
  return (await import("../environments/node.js")).loadEnvironmentModule(reference);
}
