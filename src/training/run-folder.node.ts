import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import * as v from "valibot";
import { type Algorithm, createAlgorithm } from "../algorithms/index.js";
import { RunError, UsageError } from "../errors.js";
import { fileError, readSnapshotFile, writeFileAtomic, writeSnapshotFile } from "../files/node.js";
import type { Snapshot } from "../snapshot.js";
// Not by way of metrics/node.js, which brings along what only a terminal needs.
import { csvSink } from "./metrics/csv-sink.js";
import { jsonLinesSink } from "./metrics/json-lines-sink.js";
import { tensorboardSink } from "./metrics/tensorboard-sink.js";
import type { CheckpointName, RunStore } from "./run-store.js";
import type { EvaluationSettings } from "./train-options.js";

const SETTINGS = "run.json";
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
});

/** Makes the folder of a new run. Throws UsageError `run-exists` if there is one, unless it is to be overwritten. */
export function createRunFolder(folder: string, overwrite: boolean): RunStore {
  const location = resolve(folder);
  if (existsSync(location) && !statSync(location).isDirectory()) {
    throw new UsageError({
      code: "not-a-folder",
      message: `${folder} is a file, so no run can be kept there.`,
      fix: "Name a folder that does not exist yet.",
    });
  }
  if (existsSync(location) && listFolder(location).length > 0) {
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
    for (const entry of [
      "last.checkpoint",
      "best.checkpoint",
      "metrics.jsonl",
      "metrics.csv",
      "tensorboard",
      "policy.onnx",
      SETTINGS,
    ]) {
      rmSync(join(location, entry), { recursive: true, force: true });
    }
  }
  try {
    mkdirSync(location, { recursive: true });
  } catch (cause) {
    throw fileError("write", location, cause);
  }
  return openStore(location);
}

/** The run in a folder, at its last checkpoint. Throws UsageError `not-a-run`, or what reading a broken checkpoint throws. */
export function loadRun(folder: string): { settings: RunSettings; checkpoint: Snapshot; store: RunStore } {
  const location = resolve(folder);
  const settings = readSettings(folder);
  return { settings, checkpoint: readCheckpoint(folder, "last"), store: openStore(location) };
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
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
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

function openStore(location: string): RunStore {
  return {
    location,
    openSinks: (position) => {
      const options = (name: string) => (position?.[name] ? { resumeFrom: position[name] } : {});
      return {
        jsonLines: jsonLinesSink(join(location, "metrics.jsonl"), options("jsonLines")),
        csv: csvSink(join(location, "metrics.csv"), options("csv")),
        tensorboard: tensorboardSink(join(location, "tensorboard"), options("tensorboard")),
      };
    },
    saveCheckpoint: (name, snapshot) => writeSnapshotFile(join(location, checkpointFile(name)), snapshot),
    saveSettings: (settings) =>
      writeFileAtomic(
        join(location, SETTINGS),
        `${JSON.stringify(settings, (_key, value) => (typeof value === "function" ? "function" : value), 2)}\n`,
      ),
  };
}

function listFolder(location: string): string[] {
  try {
    return readdirSync(location);
  } catch (cause) {
    throw fileError("read", location, cause);
  }
}
