import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { floors } from "./floors.js";

interface Import {
  readonly from: string;
  readonly to: string;
}

const isTesting = (path: string) => path.endsWith(".test.ts") || path.includes("/testing/");

const isSource = (path: string) => path.endsWith(".ts") && !isTesting(path);

/** All imports of all sources but tests and their helpers, relative ones as paths within src/. */
function importsOfSources(): Import[] {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter(isSource);
  return sources.flatMap((from) =>
    ts
      .preProcessFile(readFileSync(join("src", from), "utf8"), true, true)
      .importedFiles.map(({ fileName }) => ({ from, to: resolveImport(from, fileName) })),
  );
}

const resolveImport = (from: string, to: string) => (to.startsWith(".") ? normalize(join(dirname(from), to)) : to);

/** The folder of src/ that a path is in; undefined for files beside the folders and for packages. */
const folderOf = (path: string) => {
  const [folder, ...rest] = path.split("/");
  return rest.length > 0 && existsSync(join("src", folder!)) ? folder : undefined;
};

const floorOf = (folder: string) => floors.findIndex((folders) => folders.includes(folder));

function climbs({ from, to }: Import): boolean {
  const [above, below] = [folderOf(to), folderOf(from)];
  if (below === undefined) return from !== "index.ts" && above !== undefined;
  if (above === undefined) return to === "index.js" && below !== "cli";
  return floorOf(above) > floorOf(below);
}

const describeImports = (imports: readonly Import[]) => imports.map(({ from, to }) => `${from} → ${to}`);

/** Where one floor's folders lead to each other: "tensor → spaces → tensor". */
function circles(imports: readonly Import[], folders: readonly string[]): string[] {
  const neighbors = (folder: string) =>
    folders.filter(
      (other) =>
        other !== folder && imports.some(({ from, to }) => folderOf(from) === folder && folderOf(to) === other),
    );
  const walk = (path: readonly string[]): string[] =>
    neighbors(path.at(-1)!).flatMap((next) =>
      path.includes(next) ? [[...path.slice(path.indexOf(next)), next].join(" → ")] : walk([...path, next]),
    );
  return folders.flatMap((folder) => walk([folder]));
}

describe("floors", () => {
  const imports = importsOfSources();
  const acrossFolders = imports.filter(({ from, to }) => folderOf(to) !== undefined && folderOf(to) !== folderOf(from));

  it("every folder of src/ is on a floor", () => {
    const folders = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => floorOf(name) < 0)).toEqual([]);
  });

  it("a floor imports nothing from the floors above it", () => {
    expect(describeImports(imports.filter(climbs))).toEqual([]);
  });

  it("an import that climbs is noticed", () => {
    expect(climbs({ from: "tensor/tensor.ts", to: "algorithms/index.js" })).toBe(true);
    expect(climbs({ from: "errors.ts", to: "spaces/index.js" })).toBe(true);
    expect(climbs({ from: "training/train.ts", to: "index.js" })).toBe(true);
    expect(climbs({ from: "algorithms/ppo.ts", to: "tensor/index.js" })).toBe(false);
  });

  it("folders of one floor do not import each other in circles", () => {
    expect(floors.flatMap((folders) => circles(imports, folders))).toEqual([]);
  });

  it("a circle is noticed", () => {
    const circle = [
      { from: "tensor/a.ts", to: "spaces/index.js" },
      { from: "spaces/b.ts", to: "tensor/index.js" },
    ];
    expect(circles(circle, ["tensor", "spaces"])).toContain("tensor → spaces → tensor");
  });

  it("another folder is entered through its index, or through node.js for what needs Node", () => {
    const byTheWindow = acrossFolders.filter(({ to }) => !to.endsWith("/index.js") && !to.endsWith("/node.js"));
    expect(describeImports(byTheWindow)).toEqual([]);
  });

  it("helpers of tests stay among tests", () => {
    expect(describeImports(imports.filter(({ to }) => isTesting(to)))).toEqual([]);
  });

  it("environments know nothing of tensors", () => {
    const learned = acrossFolders.filter(
      ({ from, to }) =>
        folderOf(from) === "environments" && !["spaces", "random", "files", "box2d", "mujoco"].includes(folderOf(to)!),
    );
    expect(describeImports(learned)).toEqual([]);
  });

  it("only runtime/ knows ONNX Runtime", () => {
    const knowing = imports.filter(({ from, to }) => to.includes("onnxruntime") && folderOf(from) !== "runtime");
    expect(describeImports(knowing)).toEqual([]);
  });
});

describe("the library in a browser", () => {
  const entries = Object.keys(manifest.exports)
    .filter((path) => path !== "./package.json" && path !== "./node")
    .map((path) => normalize(join("src", path, "index.ts")))
    .filter((path) => existsSync(path));

  it("loads without Node: whatever needs Node is imported when it is called for", async () => {
    const { metafile } = await build({
      entryPoints: entries,
      bundle: true,
      write: false,
      metafile: true,
      outdir: "unused",
      format: "esm",
      splitting: true,
      platform: "browser",
      alias: { "#onnxruntime": "./src/runtime/onnxruntime.browser.ts" },
      external: ["node:*", "onnxruntime-node", "onnxruntime-web", "@mujoco/mujoco", "planck"],
      logLevel: "silent",
    });
    const needsNode = (file: string, seen: Set<string>): string[] => {
      if (seen.has(file)) return [];
      seen.add(file);
      const statically = metafile.inputs[file]!.imports.filter(({ kind }) => kind !== "dynamic-import");
      return statically.flatMap(({ path, external }) => {
        if (!external) return needsNode(path, seen);
        return path.startsWith("node:") || path === "onnxruntime-node" ? [`${file} → ${path}`] : [];
      });
    };
    const seen = new Set<string>();
    expect(entries.flatMap((entry) => needsNode(entry, seen))).toEqual([]);
  });
});
