import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../../", import.meta.url));
let installed: Promise<string> | undefined;

/** The package as npm would install it, built from the sources as they are: its folder, once per test file. */
export function installedPackage(folder: string): Promise<string> {
  installed ??= install(folder);
  return installed;
}

async function install(folder: string): Promise<string> {
  const location = join(folder, "proximal");
  mkdirSync(location);
  copyFileSync(join(root, "package.json"), join(location, "package.json"));
  symlinkSync(join(root, "node_modules"), join(location, "node_modules"));
  await build({
    absWorkingDir: root,
    entryPoints: {
      index: "src/index.ts",
      cli: "src/cli/main.ts",
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
  return location;
}
