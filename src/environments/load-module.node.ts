import { existsSync } from "node:fs";
import { createRequire, register } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isProximalError, UsageError } from "../errors.js";
import type { EnvironmentDefinition } from "./environment.js";

/** An environment from a user's module, and what to call it so that it can be found again: `path` or `path#export`. */
export interface ImportedEnvironment {
  readonly definition: EnvironmentDefinition;
  readonly module: string;
}

/**
 * Imports the environment that a module exports: its default export, or else its only one; `path#name` names another.
 * Throws UsageError `module-not-found`, `module-failed`, `no-environment` or `several-environments`.
 */
export async function loadEnvironmentModule(reference: string): Promise<ImportedEnvironment> {
  const { path, name } = splitReference(reference);
  const exports = await importModule(path);
  const definitions = Object.entries(exports).filter(([, value]) => isDefinition(value)) as [
    string,
    EnvironmentDefinition,
  ][];
  const names = definitions.map(([exportName]) => exportName);
  const wanted = name ?? (names.includes("default") ? "default" : undefined);
  const found = wanted === undefined ? definitions : definitions.filter(([exportName]) => exportName === wanted);
  const [first, second] = found;
  if (first === undefined) throw noEnvironment(path, name, names);
  if (second !== undefined) {
    throw new UsageError({
      code: "several-environments",
      message: `${path} exports several environments: ${names.join(", ")}.`,
      fix: `Name one of them, for example ${path}#${names[0]}, or make one the default export.`,
    });
  }
  return { definition: first[1], module: wanted === undefined || wanted === "default" ? path : `${path}#${wanted}` };
}

function splitReference(reference: string): { readonly path: string; readonly name?: string } {
  const hash = reference.lastIndexOf("#");
  // "#" may also be part of a file's name
  if (hash < 0 || existsSync(reference)) return { path: resolve(reference) };
  return { path: resolve(reference.slice(0, hash)), name: reference.slice(hash + 1) };
}

async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!existsSync(path)) {
    throw new UsageError({
      code: "module-not-found",
      message: `There is no module ${path}.`,
      fix: "Check the path; built-in environments are named by their id (see `proximal list`).",
    });
  }
  lendPackage(path);
  try {
    return await import(/* @vite-ignore */ pathToFileURL(path).href);
  } catch (cause) {
    if (isProximalError(cause)) throw cause;
    throw moduleFailed(path, cause);
  }
}

/** Lets a module that stands outside of any project import "proximal": it gets the copy that is running. */
function lendPackage(path: string): void {
  try {
    createRequire(path).resolve("proximal");
  } catch {
    const hook = `let parentURL;
      export const initialize = (url) => { parentURL = url; };
      export const resolve = (specifier, context, next) =>
        next(specifier, /^proximal($|\\/)/.test(specifier) ? { ...context, parentURL } : context);`;
    register(`data:text/javascript,${encodeURIComponent(hook)}`, { data: import.meta.url });
  }
}

function moduleFailed(path: string, cause: unknown): UsageError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if ((cause as NodeJS.ErrnoException | null)?.code === "ERR_UNKNOWN_FILE_EXTENSION") {
    return new UsageError({
      code: "module-failed",
      message: `This Node (${process.version}) cannot import ${path}.`,
      fix: "Compile it to JavaScript, or use Node 22.18 or newer, which imports TypeScript.",
      cause,
    });
  }
  return new UsageError({
    code: "module-failed",
    message: `${path} could not be imported: ${message}`,
    fix: "Correct the module; importing it with `node` alone must work.",
    cause,
  });
}

function noEnvironment(path: string, name: string | undefined, names: readonly string[]): UsageError {
  return new UsageError({
    code: "no-environment",
    message: name === undefined ? `${path} exports no environment.` : `${path} exports no environment named "${name}".`,
    fix:
      names.length > 0
        ? `It exports: ${names.join(", ")}.`
        : "Export what defineEnvironment returns: export default defineEnvironment({ … }).",
  });
}

function isDefinition(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { id, observationSpace, actionSpace } = value as Partial<EnvironmentDefinition>;
  return typeof id === "string" && typeof observationSpace === "object" && typeof actionSpace === "object";
}
