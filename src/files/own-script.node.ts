import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { RunError } from "../errors.js";
import { isRunning } from "./is-running.js";

/** What threads and processes of the library's own run, by the name of the built script. */
const sources = {
  "actor-process": "../training/actors/actor-process.node.ts",
  "environment-thread": "../environments/parallel/thread.node.ts",
} as const;

let compiled: URL | undefined;

/**
 * A script of the library's own. In the package it lies beside this file, whatever chunk that is; where the library runs
 * from its sources, it is compiled first. Throws RunError `incomplete-package` if it is missing, as where a bundler has
 * left it out.
 */
export function ownScript(name: keyof typeof sources): URL {
  const here = import.meta.url;
  if (here.endsWith(".ts")) {
    compiled ??= compileAll();
    return new URL(`${name}.js`, compiled);
  }
  const script = new URL(`./${name}.js`, here);
  if (existsSync(fileURLToPath(script))) return script;
  throw new RunError({
    code: "incomplete-package",
    message: `${fileURLToPath(script)} is missing, which parallel actors run.`,
    fix: "Leave Proximal out of the bundle (as an external package), or act in one thread: actors: { threads: 0 }.",
  });
}

/** Compiled scripts start ten times as fast as sources by way of tsx. */
function compileAll(): URL {
  const require = createRequire(import.meta.url);
  const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  // Not by name in an import, because the package does not need it.
  const { buildSync } = require("esbuild") as { readonly buildSync: (options: object) => void };
  // where other packages are found
  const cache = join(dirname(require.resolve("esbuild/package.json")), "../.cache");
  mkdirSync(cache, { recursive: true });
  // processes that were killed have left theirs
  for (const name of readdirSync(cache)) {
    const owner = /^proximal-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) rmSync(join(cache, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(cache, `proximal-${process.pid}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  buildSync({
    entryPoints: Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, path(source)])),
    outdir: folder,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    alias: { "#onnxruntime": path("../runtime/onnxruntime.node.ts") },
  });
  return pathToFileURL(join(folder, "/"));
}
