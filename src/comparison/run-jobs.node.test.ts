import { describe, expect, it } from "vitest";
import type { Job, JobOutcome } from "./job.js";
import { runJobs } from "./run-jobs.node.js";

const jobs = [1, 2, 3, 4].map(
  (seed): Job => ({
    environment: "CartPole-v1",
    algorithm: "ppo",
    seed,
    module: null,
    options: {},
    totalSteps: 1,
    checkpointSeconds: 30,
    folder: `seed-${seed}`,
  }),
);
const stopped: JobOutcome = { kind: "stopped" };

/** Runs that end when they are told to, or when they are stopped. */
function controlled() {
  const ends = new Map<number, (outcome: JobOutcome) => void>();
  const begun: number[] = [];
  return {
    begun,
    end: (seed: number) => ends.get(seed)?.({ kind: "not-applicable", reason: "" }),
    run: ({ seed }: Job, { signal }: { readonly signal: AbortSignal }) =>
      new Promise<JobOutcome>((resolve) => {
        begun.push(seed);
        ends.set(seed, resolve);
        signal.addEventListener("abort", () => resolve(stopped));
      }),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const quiet = { needed: () => true, onProgress: () => {}, onOutput: () => {}, onOutcome: () => {} };

describe("running jobs", () => {
  it("keeps as many going as may be, in their order", async () => {
    const { begun, end, run } = controlled();
    const done = runJobs(jobs, { ...quiet, parallel: 2, signal: new AbortController().signal, run });
    await turn();
    expect(begun).toEqual([1, 2]);
    end(2);
    await turn();
    expect(begun).toEqual([1, 2, 3]);
    for (const seed of [1, 3]) end(seed);
    await turn();
    end(4);
    await done;
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  it("stops those that run and begins no other once it is aborted", async () => {
    const { begun, run } = controlled();
    const abort = new AbortController();
    const outcomes: unknown[] = [];
    const onOutcome = (_: Job, outcome: JobOutcome) => outcomes.push(outcome);
    const done = runJobs(jobs, { ...quiet, parallel: 2, signal: abort.signal, run, onOutcome });
    await turn();
    abort.abort();
    await done;
    expect(begun).toEqual([1, 2]);
    expect(outcomes).toEqual([stopped, stopped]);
  });

  it("leaves out those that are no longer needed", async () => {
    const { begun, end, run } = controlled();
    const needed = ({ seed }: Job) => seed % 2 === 0;
    const done = runJobs(jobs, { ...quiet, parallel: 4, signal: new AbortController().signal, run, needed });
    await turn();
    for (const seed of begun) end(seed);
    await done;
    expect(begun).toEqual([2, 4]);
  });

  it("stops all when an outcome cannot be kept, and throws why", async () => {
    const { begun, end, run } = controlled();
    const onOutcome = (_: Job, { kind }: JobOutcome) => {
      if (kind !== "stopped") throw new Error("disk full");
    };
    const done = runJobs(jobs, { ...quiet, parallel: 2, signal: new AbortController().signal, run, onOutcome });
    await turn();
    end(1);
    await expect(done).rejects.toThrow("disk full");
    expect(begun).toEqual([1, 2]);
  });
});
