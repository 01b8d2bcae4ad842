import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createAlgorithm } from "../algorithms/index.js";
import { isProximalError, UsageError } from "../errors.js";
import { takeLock } from "../files/node.js";
import { findNamedEnvironment } from "../modules/index.js";
import { readRunSettings, resume, type TrainingRun, train } from "../training/index.js";
import type { Job, JobOutcome } from "./job.js";

export interface TrainJobOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (steps: number) => void;
  readonly onNotice: (text: string) => void;
}

/** Trains a job in this process, from its last checkpoint if it has one, and evaluates it. Never throws. */
export async function trainJob(job: Job, options: TrainJobOptions): Promise<JobOutcome> {
  try {
    return await whenFree(() => attempt(job, options));
  } catch (error) {
    return describeError(error);
  }
}

async function attempt(job: Job, { signal, onProgress, onNotice }: TrainJobOptions): Promise<JobOutcome> {
  const run = await openRun(job, signal);
  for await (const { steps, notices = [] } of run) {
    for (const notice of notices) onNotice(notice);
    onProgress(steps);
  }
  await run.policy.save(join(job.folder, "policy.onnx"));
  if (run.stepsDone < job.totalSteps) return { kind: "stopped" };
  const evaluation = await Promise.race([run.evaluate(), aborted(signal)]);
  if (evaluation === undefined) return { kind: "stopped" };
  const { environment, policy, learner } = run.timeSplit;
  const result = {
    steps: run.stepsDone,
    return: evaluation.mean,
    returnStd: evaluation.std,
    episodes: evaluation.episodes,
    trainingSeconds: environment + policy + learner,
    stepsPerSecond: run.stepsPerSecond,
  };
  return { kind: "finished", result };
}

/** Trainings side by side share the cores already. */
const actors = { threads: 0 };

async function openRun(job: Job, signal: AbortSignal): Promise<TrainingRun> {
  const { folder, totalSteps, checkpointSeconds, seed } = job;
  const { definition, module } = await findNamedEnvironment(job.module ?? job.environment);
  const algorithm = createAlgorithm(job.algorithm, job.options);
  if (existsSync(join(folder, "last.checkpoint"))) {
    const settings = await readRunSettings(folder);
    if (settings.totalSteps !== totalSteps) {
      throw new UsageError({
        code: "comparison-differs",
        message: `The run in ${folder} was given ${settings.totalSteps} steps, not ${totalSteps}.`,
        fix: "Delete its folder to have it trained again.",
      });
    }
    return resume(folder, { environment: definition, algorithm, checkpointSeconds, signal, actors });
  }
  removeBeginnings(folder);
  return train({
    environment: definition,
    algorithm,
    seed,
    totalSteps,
    checkpointSeconds,
    out: folder,
    signal,
    actors,
    ...(module !== undefined && { module }),
  });
}

const BEGINNINGS = ["metrics.jsonl", "metrics.csv", "tensorboard", "run.json"];

/** A run that was killed before its first checkpoint has nothing to go on from; what else is in its folder stays. */
function removeBeginnings(folder: string): void {
  if (!existsSync(folder)) return;
  const release = takeLock(join(folder, "run.lock"));
  if (typeof release !== "function") {
    throw new UsageError({
      code: "run-in-use",
      message: `Process ${release.pid} is training in ${folder}.`,
      fix: "Wait until it has ended, or stop it.",
    });
  }
  release();
  for (const name of readdirSync(folder)) {
    if (BEGINNINGS.includes(name) || name.endsWith(".partial")) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

const SECONDS_TO_END = 30;

/** The process of a comparison that was killed may take a moment to notice; until then it holds its run. */
async function whenFree<Result>(work: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + SECONDS_TO_END * 1000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isProximalError(error) || error.code !== "run-in-use" || performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined));
  });
}

function describeError(error: unknown): JobOutcome {
  if (!isProximalError(error)) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      kind: "failed",
      code: "unexpected-error",
      message: `Something went wrong that should not have: ${message}`,
      fix: "This is a bug in Proximal: please report it with the lines above.",
    };
  }
  const { name, code, message, fix } = error;
  // Options have been checked before, so what is refused here is the pair.
  if (name === "UsageError" && /^(unsupported-|unbounded-|unused-option$)/.test(code)) {
    return { kind: "not-applicable", reason: message };
  }
  return { kind: "failed", code, message, fix };
}
