import type { Job, JobOutcome } from "./job.js";
import { type RunJobOptions, runJob } from "./run-job.node.js";

export interface RunJobsOptions {
  /** How many at once. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  /** Asked before a job begins: whether it is still of use. */
  readonly needed: (job: Job) => boolean;
  readonly onProgress: (job: Job, steps: number) => void;
  readonly onOutput: (job: Job, line: string) => void;
  readonly onOutcome: (job: Job, outcome: JobOutcome) => void;
  /** For tests. */
  readonly run?: (job: Job, options: RunJobOptions) => Promise<JobOutcome>;
}

/** Trains jobs in their order, some at once, until all are done or `signal` aborts. Throws what `onOutcome` throws, after all have stopped. */
export async function runJobs(jobs: readonly Job[], options: RunJobsOptions): Promise<void> {
  const { parallel, signal, needed, onProgress, onOutput, onOutcome, run = runJob } = options;
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  const queue = [...jobs];
  const work = async () => {
    for (;;) {
      const job = stopping.signal.aborted ? undefined : queue.shift();
      if (!job) return;
      if (!needed(job)) continue;
      const outcome = await run(job, {
        signal: stopping.signal,
        onProgress: (steps) => onProgress(job, steps),
        onOutput: (line) => onOutput(job, line),
      });
      onOutcome(job, outcome);
    }
  };
  const workers = Array.from({ length: Math.min(parallel, jobs.length) }, () =>
    work().catch((error: unknown) => {
      stop();
      throw error;
    }),
  );
  const results = await Promise.allSettled(workers);
  signal.removeEventListener("abort", stop);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}
