import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import * as v from "valibot";
import { type Algorithm, createAlgorithm } from "../algorithms/index.js";
import { RunError, UsageError } from "../errors.js";
import {
  fileError,
  makeFolder,
  readFileBytes,
  readSnapshotFile,
  takeLock,
  writeFileAtomic,
  writeSnapshotFile,
} from "../files/node.js";
import type { Snapshot } from "../snapshot.js";
import { actorsSchema, type GivenActors } from "./actors/actors-options.js";
import { optionsToJSON } from "./algorithm-identity.js";
// Not by way of metrics/node.js, which brings along what only a terminal needs.
import { csvSink } from "./metrics/csv-sink.js";
import { jsonLinesSink } from "./metrics/json-lines-sink.js";
import { tensorboardSink } from "./metrics/tensorboard-sink.js";
import type { CheckpointName, RunStore } from "./run-store.js";
import type { EvaluationSettings } from "./train-options.js";

const SETTINGS = "run.json";
const LOCK = "run.lock";
const RUN_FILES = [
  "last.checkpoint",
  "best.checkpoint",
  "metrics.jsonl",
  "metrics.csv",
  "tensorboard",
  "policy.onnx",
  // Last, so that a folder that could be emptied in part is still known as a run's.
  SETTINGS,
];
const checkpointFile = (name: CheckpointName) => `${name}.checkpoint`;

/** What a run folder says of its run. */
export interface RunSettings {
  readonly environment: string;
  /** Where the environment's definition can be imported from, if it is not a registered one. */
  readonly module?: string | undefined;
  readonly algorithm: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly totalSteps: number;
  readonly evaluation: EvaluationSettings | false;
  /** The mean return to stop at, if one was asked for. */
  readonly until?: number | undefined;
  readonly checkpointSeconds: number;
  /** Where and when experience is collected; runs of earlier versions do not say. */
  readonly actors?: GivenActors | undefined;
  /** The algorithm as it was configured. */
  createAlgorithm(): Algorithm;
}

const settingsSchema = v.object({
  environment: v.string(),
  module: v.optional(v.string()),
  algorithm: v.string(),
  options: v.record(v.string(), v.unknown()),
  seed: v.number(),
  totalSteps: v.number(),
  evaluation: v.union([v.literal(false), v.object({ everySteps: v.number(), episodes: v.number() })]),
  until: v.optional(v.number()),
  checkpointSeconds: v.number(),
  actors: v.optional(actorsSchema),
});

/**
 * Makes the folder of a new run, which nobody else can use until the store is closed. Nothing is removed before `clear`.
 * Throws UsageError `run-exists` if there is a run, unless it is to be overwritten, and `run-in-use`.
 */
export function createRunFolder(folder: string, overwrite: boolean): RunStore {
  const location = resolve(folder);
  if (existsSync(location) && !statSync(location).isDirectory()) {
    throw new UsageError({
      code: "not-a-folder",
      message: `${folder} is a file, so no run can be kept there.`,
      fix: "Name a folder that does not exist yet.",
    });
  }
  if (existsSync(location) && listFolder(location).some((entry) => entry !== LOCK)) {
    if (!overwrite) {
      throw new UsageError({
        code: "run-exists",
        message: `The folder ${folder} exists and is not empty.`,
        fix: "Choose another folder, resume the run in it, or allow it to be overwritten (--overwrite).",
      });
    }
    if (!existsSync(join(location, SETTINGS))) {
      throw new UsageError({
        code: "not-a-run",
        message: `The folder ${folder} holds files, but no run, so it is not overwritten.`,
        fix: "Choose another folder, or empty this one yourself.",
      });
    }
  }
  makeFolder(location);
  return openStore(location, lockRun(folder), () => {
    // Without leave to overwrite, what another training has put here meanwhile stays; the sinks refuse to mix with it.
    if (!overwrite) return;
    for (const entry of RUN_FILES) removeEntry(join(location, entry));
  });
}

/** A run to go on with, at its last checkpoint. */
export interface LoadedRun {
  readonly settings: RunSettings;
  readonly checkpoint: Snapshot;
  /** Takes the folder. Throws UsageError `run-in-use`, also if the run went on after it was loaded. */
  open(): RunStore;
}

/** The run in a folder. Throws UsageError `not-a-run`, or what reading a broken checkpoint throws. */
export function loadRun(folder: string): LoadedRun {
  const location = resolve(folder);
  const settings = readSettings(folder);
  const path = join(location, checkpointFile("last"));
  const loaded = versionOf(path);
  const checkpoint = readCheckpoint(folder, "last");
  return {
    settings,
    checkpoint,
    open: () => {
      const release = lockRun(folder);
      if (versionOf(path) === loaded) return openStore(location, release, () => {});
      release();
      throw new UsageError({
        code: "run-in-use",
        message: `The run in ${folder} has gone on since it was loaded here.`,
        fix: "Resume it again.",
      });
    },
  };
}

/** Another one for every time the file was written. */
function versionOf(path: string): string {
  const { ino, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${ino} ${mtimeMs}`;
}

/** Keeps others from training in a folder. Returns how to let them. */
function lockRun(folder: string): () => void {
  const path = join(resolve(folder), LOCK);
  const lock = takeLock(path);
  if (typeof lock === "function") return lock;
  throw new UsageError({
    code: "run-in-use",
    message: `Process ${lock.pid}${lock.host === hostname() ? "" : ` on ${lock.host}`} is training in ${folder}.`,
    fix: `Wait until it has ended, or stop it; if it is no training any more, delete ${path}.`,
  });
}

function removeEntry(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (cause) {
    throw fileError("write", path, cause);
  }
}

/** A checkpoint of a run. Throws a UsageError if the run has none of that name. */
export function readCheckpoint(folder: string, name: CheckpointName): Snapshot {
  const path = join(resolve(folder), checkpointFile(name));
  if (!existsSync(path)) {
    throw new UsageError({
      code: "no-checkpoint",
      message: `The run ${folder} has no checkpoint "${name}".`,
      fix: name === "best" ? 'Use "last": the best one is kept only where training evaluates.' : "Train it again.",
    });
  }
  return readSnapshotFile(path);
}

/** The settings of the run in a folder. */
export function readSettings(folder: string): RunSettings {
  const path = join(resolve(folder), SETTINGS);
  if (!existsSync(path)) {
    throw new UsageError({
      code: "not-a-run",
      message: `${folder} is not a run: it has no ${SETTINGS}.`,
      fix: "Give a folder that `train` wrote.",
    });
  }
  const text = new TextDecoder().decode(readFileBytes(path));
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new RunError({
      code: "run-corrupt",
      message: `${path} is not JSON.`,
      fix: "Restore it from a backup.",
      cause,
    });
  }
  const result = v.safeParse(settingsSchema, parsed);
  if (!result.success) {
    const [issue] = result.issues;
    throw new RunError({
      code: "run-corrupt",
      message: `${path} is not what a run writes: ${v.getDotPath(issue) ?? "it"} is ${issue.received}.`,
      fix: "Restore it from a backup, or use the version of Proximal that wrote it.",
    });
  }
  const settings = result.output;
  return { ...settings, createAlgorithm: () => createAlgorithm(settings.algorithm, settings.options) };
}

function openStore(location: string, close: () => void, clear: () => void): RunStore {
  return {
    location,
    clear,
    close,
    openSinks: (position) => {
      const options = (name: string) => (position?.[name] ? { resumeFrom: position[name] } : {});
      return {
        jsonLines: jsonLinesSink(join(location, "metrics.jsonl"), options("jsonLines")),
        csv: csvSink(join(location, "metrics.csv"), options("csv")),
        tensorboard: tensorboardSink(join(location, "tensorboard"), options("tensorboard")),
      };
    },
    saveCheckpoint: (name, snapshot) => writeSnapshotFile(join(location, checkpointFile(name)), snapshot),
    saveSettings: (settings) => writeFileAtomic(join(location, SETTINGS), `${optionsToJSON(settings, 2)}\n`),
  };
}

function listFolder(location: string): string[] {
  try {
    return readdirSync(location);
  } catch (cause) {
    throw fileError("read", location, cause);
  }
}
