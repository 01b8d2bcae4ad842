import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { RunError } from "../../errors.js";

/** In the built package, beside this file whatever chunk it is in. */
const BUILT = "./environment-thread.js";

let compiled: URL | undefined;

/**
 * What a thread runs; where the library itself runs from its sources, compiled first. Throws RunError
 * `incomplete-package` if it is not there, as where a bundler has left it out.
 */
export function threadScript(here: string): URL {
  if (here.endsWith(".ts")) {
    compiled ??= compile(fileURLToPath(new URL("./thread.node.ts", here)));
    return compiled;
  }
  const script = new URL(BUILT, here);
  if (existsSync(fileURLToPath(script))) return script;
  throw new RunError({
    code: "incomplete-package",
    message: `Environments cannot be stepped in threads, because ${fileURLToPath(script)} is missing.`,
    fix: "Leave Proximal out of the bundle (as an external package), or step environments in one thread (threads: 0).",
  });
}

/** Threads start ten times as fast as by way of tsx. */
function compile(source: string): URL {
  const require = createRequire(source);
  // Not by name in an import, because the package does not need it.
  const { buildSync } = require("esbuild") as { readonly buildSync: (options: object) => void };
  // where other packages are found
  const cache = join(dirname(require.resolve("esbuild/package.json")), "../.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "proximal-thread-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, "environment-thread.mjs");
  buildSync({ entryPoints: [source], outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
  return pathToFileURL(outfile);
}
