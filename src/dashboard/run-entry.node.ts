import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isProximalError } from "../errors.js";
import { lockHolder } from "../files/node.js";
import { type RunSettings, readRunSettings } from "../training/index.js";
import { flattenOptions } from "./flatten-options.js";
import type { MetricsFile } from "./metrics-file.node.js";
import { parseRecord } from "./parse-record.js";
import type { RunSummary } from "./run-summary.js";

/** Enough for some dozens of records. */
const TAIL = 2 ** 15;

type Settings = Pick<RunSettings, "environment" | "algorithm" | "seed" | "totalSteps" | "options" | "until">;

/** A run folder that is watched. Only reads. */
export class RunEntry {
  summary: RunSummary;
  /** Loaded when a chart asks for it. */
  metrics: MetricsFile | undefined;
  /** When it was last asked for; see `RunIndex`. */
  asked = 0;
  private settings: Settings | undefined;
  private settingsVersion = "";
  private readonly metricsPath: string;

  constructor(
    id: string,
    readonly folder: string,
  ) {
    this.metricsPath = join(folder, "metrics.jsonl");
    this.summary = {
      id,
      status: "unreadable",
      environment: "",
      algorithm: "",
      seed: 0,
      totalSteps: 0,
      options: {},
      group: id,
      step: 0,
      updated: 0,
      version: "",
    };
  }

  /** Looks whether anything has changed. Returns whether it has; undefined if there is no run here any more. */
  async refresh(): Promise<boolean | undefined> {
    const settingsVersion = versionOf(join(this.folder, "run.json"));
    if (settingsVersion === undefined) return undefined;
    const version = versionOf(this.metricsPath) ?? "none";
    const owner = lockHolderIfAny(join(this.folder, "run.lock"));
    const before = this.summary;
    const running = owner !== undefined;
    const pid = owner?.host === hostname() ? owner.pid : undefined;
    const same =
      version === before.version &&
      settingsVersion === this.settingsVersion &&
      running === (before.status === "running") &&
      pid === before.pid;
    if (same) return false;
    if (settingsVersion !== this.settingsVersion) await this.readSettings(settingsVersion);
    if (this.settings === undefined) {
      this.summary = { ...this.summary, version, status: "unreadable" };
      return true;
    }
    const { options, environment, algorithm, seed, totalSteps } = this.settings;
    const latest = version === before.version ? before : latestOf(this.metricsPath);
    const { step, episodicReturn, evaluation, updated } = latest;
    const flat = flattenOptions(options);
    // The command line writes the policy when a training has ended, also one that ended early.
    const finished = step >= totalSteps || modified(join(this.folder, "policy.onnx")) >= updated;
    this.summary = {
      id: before.id,
      status: running ? "running" : finished ? "finished" : "stopped",
      environment,
      algorithm,
      seed,
      totalSteps,
      options: flat,
      group: JSON.stringify([environment, algorithm, totalSteps, flat]),
      step,
      ...(episodicReturn !== undefined && { episodicReturn }),
      ...(evaluation !== undefined && { evaluation }),
      updated,
      ...(pid !== undefined && { pid }),
      ...(latest.problem !== undefined && { problem: latest.problem }),
      version,
    };
    return true;
  }

  private async readSettings(version: string): Promise<void> {
    this.settingsVersion = version;
    try {
      this.settings = await readRunSettings(this.folder);
    } catch (error) {
      this.settings = undefined;
      const { message, fix } = isProximalError(error)
        ? error
        : { message: `${this.folder} cannot be read: ${String(error)}.`, fix: "Check the folder." };
      this.summary = { ...this.summary, problem: { message, fix } };
    }
  }
}

type Latest = Pick<RunSummary, "step" | "episodicReturn" | "evaluation" | "updated" | "problem">;

/** What the last lines tell, however long the file is. */
function latestOf(path: string): Latest {
  let text: string;
  let updated: number;
  try {
    const descriptor = openSync(path, "r");
    try {
      const { size, mtimeMs } = fstatSync(descriptor);
      const bytes = Buffer.alloc(Math.min(size, TAIL));
      text = bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, bytes.length, size - bytes.length));
      updated = mtimeMs;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { step: 0, updated: 0 };
    return {
      step: 0,
      updated: 0,
      problem: { message: `${path} cannot be read: ${(error as Error).message}.`, fix: "Check the file." },
    };
  }
  let step: number | undefined;
  let episodicReturn: number | undefined;
  let evaluation: number | undefined;
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  for (let i = lines.length - 1; i >= 0 && (episodicReturn === undefined || evaluation === undefined); i--) {
    const record = parseRecord(lines[i] as string);
    if (record === undefined) continue;
    step ??= record.step;
    episodicReturn ??= record.values["charts/episodic_return"];
    evaluation ??= record.values["evaluation/mean_return"];
  }
  return {
    step: step ?? 0,
    updated,
    ...(episodicReturn !== undefined && { episodicReturn }),
    ...(evaluation !== undefined && { evaluation }),
  };
}

/** Another one whenever the file has changed; undefined where there is none. */
function versionOf(path: string): string | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat && `${stat.ino}-${stat.size}-${stat.mtimeMs}`;
  } catch {
    return undefined;
  }
}

/** −Infinity where there is no such file, or a link that leads nowhere. */
function modified(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return Number.NEGATIVE_INFINITY;
  }
}

function lockHolderIfAny(path: string) {
  try {
    return lockHolder(path);
  } catch {
    return undefined;
  }
}
