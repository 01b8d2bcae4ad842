import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
let installed: Promise<string> | undefined;
afterAll(async () => {
  if (installed) rmSync(await installed, { recursive: true, force: true });
});

/** The folder of the package as npm would install it, built from the sources as they are, once per test file. */
export function installedPackage(): Promise<string> {
  installed ??= install();
  return installed;
}

async function install(): Promise<string> {
  const location = mkdtempSync(join(tmpdir(), "proximal-package-"));
  copyFileSync(join(root, "package.json"), join(location, "package.json"));
  symlinkSync(join(root, "node_modules"), join(location, "node_modules"));
  await build({
    absWorkingDir: root,
    entryPoints: {
      index: "src/index.ts",
      cli: "src/cli/main.ts",
      "comparison-worker": "src/comparison/worker.node.ts",
      "actor-process": "src/training/actors/actor-process.node.ts",
      "environment-thread": "src/environments/parallel/thread.node.ts",
      "onnxruntime.node": "src/runtime/onnxruntime.node.ts",
    },
    outdir: join(location, "dist"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    packages: "external",
    external: ["#onnxruntime", "node:*"],
    logLevel: "warning",
  });
  // A stand-in: the page itself is tested where it is built.
  mkdirSync(join(location, "dist/dashboard"));
  writeFileSync(join(location, "dist/dashboard/index.html"), "<title>Proximal dashboard</title>");
  return location;
}
