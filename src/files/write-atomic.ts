import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { threadId } from "node:worker_threads";
import { fileError } from "./file-error.js";
import { isRunning } from "./is-running.js";

/**
 * Writes the whole file or nothing: whoever opens `path` sees the old bytes or the new ones, also after a power failure.
 * Leftovers of writers that were killed on this machine are removed.
 * @throws UsageError when the path cannot be written (`permission-denied`, `folder-not-found`, …), RunError when the disk fails (`disk-full`, …)
 */
export function writeFileAtomic(path: string, bytes: Uint8Array | string): void {
  const folder = dirname(path);
  const marker = `.${basename(path)}.${encodeURIComponent(hostname())}`;
  const temporary = join(folder, `${marker}-${process.pid}-${threadId}.partial`);
  try {
    removeLeftovers(folder, marker);
    withFile(temporary, "w", (descriptor) => {
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    });
    renameSync(temporary, path);
    syncFolder(folder);
  } catch (cause) {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // The first failure is the one to tell.
    }
    throw fileError("write", path, cause);
  }
}

/** Makes the creation or renaming of files in `folder` itself durable. */
export function syncFolder(folder: string): void {
  // Windows cannot open folders and keeps its directory entries by itself.
  if (process.platform !== "win32") withFile(folder, "r", fsyncSync);
}

function withFile(path: string, flags: string, use: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags);
  try {
    use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function removeLeftovers(folder: string, marker: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${marker}-`)) continue;
    const writer = /^-(\d+)-\d+\.partial$/.exec(name.slice(marker.length))?.[1];
    if (writer !== undefined && !isRunning(Number(writer))) rmSync(join(folder, name), { force: true });
  }
}
