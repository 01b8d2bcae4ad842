import { statSync } from "node:fs";
import { join } from "node:path";
import { type EnvironmentDefinition, findEnvironment, withoutCriticOnly } from "../environments/index.js";
import { UsageError } from "../errors.js";
import { fileError } from "../files/node.js";
import { findNamedEnvironment } from "../modules/index.js";
import { Policy, requireSameSpaces } from "../policies/index.js";
import { loadRunPolicy, readRunSettings } from "../training/index.js";

/** A policy and where it acts. */
export interface ActorSource {
  readonly definition: EnvironmentDefinition;
  /** The newest policy there is. */
  loadPolicy(): Promise<Policy>;
  /** Changes whenever there is a newer one. */
  version(): string;
}

/**
 * What acts: a run's newest policy, or an ONNX file's. Imports the environment's module where the run says so or
 * `environment` does. Throws UsageError `unknown-environment`, `not-a-policy` or `no-checkpoint`, or what importing throws.
 */
export async function findActor(path: string, environment?: string): Promise<ActorSource> {
  if (isFolder(path)) {
    const settings = await readRunSettings(path);
    const definition = withoutCriticOnly(await definitionOf(settings.environment, environment ?? settings.module));
    const version = () => String(statSync(join(path, "last.checkpoint"), { throwIfNoEntry: false })?.mtimeMs);
    return { definition, loadPolicy: () => loadRunPolicy(path), version };
  }
  const policy = await Policy.load(path);
  const definition = withoutCriticOnly(await definitionOf(policy.metadata.environment, environment));
  await policy.release();
  return { definition, loadPolicy: () => Policy.load(path), version: () => "" };
}

/** Throws UsageError `space-mismatch` where the policy is none for the environment. */
export async function requireActor({ definition, loadPolicy }: ActorSource): Promise<void> {
  const policy = await loadPolicy();
  try {
    requireSameSpaces(policy.metadata, definition);
  } finally {
    await policy.release();
  }
}

async function definitionOf(id: string, given: string | undefined): Promise<EnvironmentDefinition> {
  if (given !== undefined) return (await findNamedEnvironment(given)).definition;
  try {
    return findEnvironment(id);
  } catch (cause) {
    throw new UsageError({
      code: "unknown-environment",
      message: `The policy was trained on "${id}", which is not a built-in environment.`,
      fix: "Give the path of the module that exports it: --environment ./module.js.",
      cause,
    });
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}
