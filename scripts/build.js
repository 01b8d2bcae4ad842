// Builds dist/: JavaScript by esbuild, declarations by tsc. Entry points share chunks, so every module exists once
// however the package is entered. To offer another sub-path, add it to "exports" in package.json: `./<folder>` is
// built from src/<folder>/index.ts.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { build as buildVite } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

const started = performance.now();
const entryPoints = await listEntryPoints();
const present = Object.entries(entryPoints).filter(([, source]) => existsSync(source));
for (const source of Object.values(entryPoints)) {
  if (!existsSync(source)) console.warn(`Skipped ${source}: there is no such file.`);
}

const [outputs] = await Promise.all([
  bundleJavaScript(Object.fromEntries(present)),
  emitDeclarations(),
  buildVite({ configFile: "dashboard/vite.config.ts", logLevel: "warn" }),
]);
await makeExecutable("dist/cli.js");
await removeAllBut(outputs);
console.log(`Built ${present.length} entry points in ${((performance.now() - started) / 1000).toFixed(1)} s.`);

/** Source files by the name of what is built from them: { cli: "src/cli/main.ts" } makes dist/cli.js. */
async function listEntryPoints() {
  const manifest = JSON.parse(await readFile("package.json", "utf8"));
  const folders = Object.keys(manifest.exports)
    .map((path) => path.slice("./".length))
    .filter((path) => path !== "" && path !== "package.json");
  return {
    index: "src/index.ts",
    cli: "src/cli/main.ts",
    "comparison-worker": "src/comparison/worker.node.ts",
    "actor-process": "src/training/actors/actor-process.node.ts",
    "environment-thread": "src/environments/parallel/thread.node.ts",
    "onnxruntime.node": "src/runtime/onnxruntime.node.ts",
    "onnxruntime.browser": "src/runtime/onnxruntime.browser.ts",
    ...Object.fromEntries(folders.map((folder) => [folder, `src/${folder}/index.ts`])),
  };
}

async function bundleJavaScript(entries) {
  const { metafile } = await build({
    entryPoints: entries,
    outdir: "dist",
    // Chunks lie beside the entry points, so `new URL("./x.js", import.meta.url)` means dist/x.js from either.
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    packages: "external",
    external: ["#onnxruntime", "node:*"],
    metafile: true,
    logLevel: "warning",
  });
  return Object.keys(metafile.outputs);
}

async function emitDeclarations() {
  await rm("dist/types", { recursive: true, force: true });
  const compiler = spawn(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
    stdio: "inherit",
  });
  const code = await new Promise((resolve) => compiler.on("close", resolve));
  if (code !== 0) throw new Error(`tsc -p tsconfig.build.json ended with code ${code}.`);
}

async function makeExecutable(file) {
  if (!existsSync(file)) return;
  const script = await readFile(file, "utf8");
  if (!script.startsWith("#!")) await writeFile(file, `#!/usr/bin/env node\n${script}`);
  await chmod(file, 0o755);
}

/** Leaves no file of an earlier build behind; done last, so that a process that still runs from dist/ is disturbed least. */
async function removeAllBut(outputs) {
  for (const name of await readdir("dist")) {
    if (name !== "types" && name !== "dashboard" && !outputs.includes(`dist/${name}`))
      await rm(`dist/${name}`, { recursive: true });
  }
}
