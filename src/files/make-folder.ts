import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../errors.js";
import { fileError } from "./file-error.js";

/**
 * Makes a folder, and those it lies in; one that exists is left as it is. Throws a UsageError where that cannot be, a
 * RunError when the disk fails. One at a time, because Node's recursive way never returns below `/proc`.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let folder = path; !isFolder(folder) && dirname(folder) !== folder; folder = dirname(folder)) {
    missing.push(folder);
  }
  for (const folder of missing.reverse()) {
    try {
      mkdirSync(folder);
    } catch (cause) {
      // Another process may have been faster.
      if (!isFolder(folder)) throw explain(folder, path, cause);
    }
  }
}

const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory();

function explain(folder: string, path: string, cause: unknown): Error {
  switch ((cause as NodeJS.ErrnoException).code) {
    case "EEXIST":
      return new UsageError({
        code: "not-a-folder",
        message: `Cannot make the folder "${path}": "${folder}" is a file.`,
        fix: "Choose another path.",
        cause,
      });
    case "ENOENT":
      return new UsageError({
        code: "folder-impossible",
        message: `Cannot make the folder "${path}": the file system allows no "${folder}".`,
        fix: "Choose another path.",
        cause,
      });
    default:
      return fileError("write", path, cause);
  }
}
