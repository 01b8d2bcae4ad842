import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../errors.js";
import type { ModelFiles } from "./mujoco.js";

/** A model's XML with everything that it names, for `compile(xml, { files })`. */
export interface ReadModel {
  readonly xml: string;
  readonly files: ModelFiles;
}

/**
 * Reads a model from disk, with the meshes, textures, height fields and XML that it names: relative to its folder, or to
 * the meshdir, texturedir or assetdir of its compiler settings. Throws UsageError `missing-model-file`.
 */
export function readModel(path: string): ReadModel {
  const folder = dirname(path);
  const files: Record<string, Uint8Array> = {};
  const xml = read(path, path).toString("utf8");

  function collect(text: string): void {
    const uncommented = text.replace(/<!--[\s\S]*?-->/g, "");
    const folders = ["", ...matches(uncommented, /\b(?:meshdir|texturedir|assetdir)\s*=\s*["']([^"']*)["']/g)];
    for (const name of matches(uncommented, /\bfile(?:\w*)\s*=\s*["']([^"']+)["']/g)) {
      if (files[name] !== undefined) continue;
      const content = readFirst(
        folders.map((inner) => join(folder, inner, name)),
        path,
      );
      files[name] = content;
      if (/\.(xml|urdf)$/i.test(name)) collect(content.toString("utf8"));
    }
  }

  collect(xml);
  return { xml, files };
}

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found!);

function readFirst(paths: readonly string[], model: string): Buffer {
  for (const path of paths.slice(0, -1)) {
    try {
      return readFileSync(path);
    } catch {
      // it may be in the next folder
    }
  }
  return read(paths.at(-1)!, model);
}

function read(path: string, model: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UsageError({
      code: "missing-model-file",
      message:
        path === model
          ? `The model ${path} cannot be read.`
          : `The model ${model} names ${path}, which cannot be read.`,
      fix: "Check the path; files are looked for beside the model and in its meshdir, texturedir or assetdir.",
      cause,
    });
  }
}
