import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { RunError, UsageError } from "../../src/errors.js";
import { benchFolder, repository, resultsFolder } from "./folders.js";

const dist = join(repository, "dist");

/**
 * The command that runs `bench/ours/<name>.ts` against the built package: compiled beforehand, because compiling while
 * starting would be measured. `import "proximal"` in it is dist/, as for any user.
 */
export async function ourCommand(name: string, ...parameters: readonly string[]): Promise<string[]> {
  buildDigest();
  const outfile = join(resultsFolder, "compiled", `${name}.mjs`);
  await build({
    entryPoints: [join(benchFolder, "ours", `${name}.ts`)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    // tsconfig.json lets the sources stand in for dist/
    tsconfigRaw: {},
    logLevel: "warning",
  });
  return [process.execPath, outfile, ...parameters];
}

/** The command line as users have it. */
export function cliCommand(...parameters: readonly string[]): string[] {
  buildDigest();
  return [process.execPath, join(dist, "cli.js"), ...parameters];
}

/** Keeps a command on one core, where `taskset` is there to do it. */
export const onOneCore = (command: readonly string[]): string[] => onCores(1, command);

/** Keeps a command on the last `count` cores, where `taskset` is there to do it. */
export function onCores(count: number, command: readonly string[]): string[] {
  const all = availableParallelism();
  const cores = Array.from({ length: Math.min(count, all) }, (_, i) => all - 1 - i);
  return canPin() ? ["taskset", "-c", cores.join(","), ...command] : [...command];
}

export const canPin = (): boolean => spawnSync("taskset", ["--version"], { stdio: "ignore" }).status === 0;

/** What tells one build of the package from another. Throws a UsageError where nothing is built. */
export function buildDigest(): string {
  if (!existsSync(join(dist, "index.js"))) {
    throw new UsageError({
      code: "bench-not-built",
      message: "dist/ is not built.",
      fix: "Run `npm run build` first: what is measured is the package as it is published.",
    });
  }
  const hash = createHash("sha256");
  for (const name of readdirSync(dist).sort()) {
    if (name.endsWith(".js")) hash.update(name).update(readFileSync(join(dist, name)));
  }
  return hash.digest("hex").slice(0, 12);
}

/** Throws a RunError if dist/ is no longer the build that is being measured. */
export function requireSameBuild(digest: string): void {
  const now = buildDigest();
  if (now === digest) return;
  throw new RunError({
    code: "bench-build-changed",
    message: `dist/ was rebuilt while it was measured: ${digest} became ${now}.`,
    fix: "Start the bench again; nothing may build meanwhile.",
  });
}
