import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../errors.js";
import { fileError, makeFolder, readFileBytes, takeLock, writeFileAtomic } from "../files/node.js";
import type { RunName } from "./compare-options.js";
import type { ComparedPair } from "./comparison.js";
import { parseComparison } from "./parse-comparison.js";
import { figureFile, runPath } from "./run-name.js";

const RECORD = "comparison.json";
const LOCK = "comparison.lock";
const RUN_LOCK = "run.lock";

/** Where a comparison keeps its runs and what it found, and nobody else can meanwhile. */
export interface ComparisonFolder {
  /** Absolute path. */
  readonly location: string;
  /** What is there already. */
  readonly saved: readonly ComparedPair[];
  /** The absolute path of a run's folder. */
  runFolder(run: RunName): string;
  /** Removes the comparison that is there, if it is to be overwritten: its runs, tables and figures. Throws UsageError `run-in-use`. */
  clear(): void;
  /** Writes a file of the comparison, whole or not at all. */
  write(name: string, bytes: Uint8Array | string): void;
  /** Removes the folders of runs that left nothing in them. */
  removeEmpty(runs: readonly RunName[]): void;
  close(): void;
}

/**
 * Opens or makes the folder of a comparison. Throws UsageError `not-a-comparison` for a folder of other files,
 * `comparison-in-use`, or what `makeFolder` throws; RunError `comparison-corrupt`.
 */
export function openComparisonFolder(folder: string, overwrite: boolean): ComparisonFolder {
  const location = resolve(folder);
  makeFolder(location);
  const record = join(location, RECORD);
  if (!existsSync(record) && listFolder(location).some((name) => !isOwn(name))) {
    throw new UsageError({
      code: "not-a-comparison",
      message: `The folder ${folder} holds files, but no comparison (${RECORD}).`,
      fix: "Choose another folder (--out), or empty this one yourself.",
    });
  }
  const release = lock(join(location, LOCK), "comparison-in-use", `comparing in ${folder}`);
  try {
    const saved = existsSync(record)
      ? parseComparison(new TextDecoder().decode(readFileBytes(record)), record).pairs
      : [];
    const runFolder = (run: RunName) => join(location, ...runPath(run));
    return {
      location,
      saved: overwrite ? [] : saved,
      runFolder,
      clear: () => {
        const runs = namesOf(saved);
        for (const run of runs) removeRun(runFolder(run));
        removeEmpty(runs.map(runFolder), location);
        const drawings = [...saved.map(({ environment }) => environment), "comparison"].flatMap((id) =>
          ["svg", "png"].map((ending) => figureFile(id, ending)),
        );
        for (const name of [...drawings, "comparison.md", RECORD]) rmSync(join(location, name), { force: true });
      },
      write: (name, bytes) => writeFileAtomic(join(location, name), bytes),
      removeEmpty: (runs) => removeEmpty(runs.map(runFolder), location),
      close: release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

const namesOf = (pairs: readonly ComparedPair[]): RunName[] =>
  pairs.flatMap(({ environment, algorithm, runs }) => runs.map(({ seed }) => ({ environment, algorithm, seed })));

/** What a comparison that was killed before it wrote its record may have left. */
const isOwn = (name: string) => name === LOCK || (name.startsWith(`.${RECORD}.`) && name.endsWith(".partial"));

function lock(path: string, code: string, doing: string): () => void {
  const owner = takeLock(path);
  if (typeof owner === "function") return owner;
  throw new UsageError({
    code,
    message: `Process ${owner.pid}${owner.host === hostname() ? "" : ` on ${owner.host}`} is ${doing}.`,
    fix: `Wait until it has ended, or stop it; if it does no longer, delete ${path}.`,
  });
}

function removeRun(folder: string): void {
  if (!existsSync(folder)) return;
  const release = lock(join(folder, RUN_LOCK), "run-in-use", `training in ${folder}`);
  release();
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (cause) {
    throw fileError("write", folder, cause);
  }
}

function removeEmpty(folders: readonly string[], root: string): void {
  for (const start of folders) {
    for (let folder = start; folder !== root; folder = dirname(folder)) {
      try {
        rmdirSync(folder);
      } catch {
        // It is not there, or something is in it: then those around it are not empty either, or have had their turn.
      }
    }
  }
}

function listFolder(location: string): string[] {
  try {
    return readdirSync(location);
  } catch (cause) {
    throw fileError("read", location, cause);
  }
}
