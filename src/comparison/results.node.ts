import type { RunName } from "./compare-options.js";
import type { ComparedPair, ComparedRun, Comparison, FinishedRun } from "./comparison.js";
import type { ComparisonFolder } from "./comparison-folder.node.js";
import { commonCurve } from "./curve.js";
import type { Job, JobOutcome } from "./job.js";
import type { PairState } from "./merge-plan.js";
import { hasMetrics, type RunSeries, readSeries } from "./read-series.node.js";
import { firstStepAt, summarize } from "./summarize.js";

/** What a comparison has found out so far, and what is missing. */
export class Results {
  private readonly series = new Map<string, RunSeries>();

  constructor(
    private readonly folder: ComparisonFolder,
    private readonly states: readonly PairState[],
  ) {}

  /** What is still to be trained, seed by seed, so that every pair has something to show early. */
  missing(seeds: number): Omit<Job, "checkpointSeconds">[] {
    const wanted = this.states.filter(({ wanted }) => wanted);
    return Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
      wanted.flatMap(({ plan, runs }) => {
        const { environment, algorithm, module, options, totalSteps } = plan;
        const folder = this.folder.runFolder({ environment, algorithm, seed });
        if (runs.get(seed)?.status === "finished" && hasMetrics(folder)) return [];
        return [{ environment, algorithm, seed, module, options, totalSteps, folder }];
      }),
    );
  }

  /** Whether it is not known (yet) that the algorithm cannot be used. */
  isApplicable(run: RunName): boolean {
    return this.find(run).notApplicable === null;
  }

  keep(job: Job, outcome: Exclude<JobOutcome, { kind: "stopped" }>): void {
    const state = this.find(job);
    if (outcome.kind === "not-applicable") {
      state.notApplicable = outcome.reason;
      return;
    }
    state.runs.set(job.seed, this.describe(job, outcome, state.plan.threshold));
  }

  /** Writes what is known to `comparison.json`. */
  save(): Comparison {
    const comparison: Comparison = { format: 1, pairs: this.states.map((state) => this.pair(state)) };
    this.folder.write("comparison.json", `${JSON.stringify(comparison, null, 2)}\n`);
    return comparison;
  }

  private describe(
    job: Job,
    outcome: Extract<JobOutcome, { kind: "finished" | "failed" }>,
    threshold: number | null,
  ): ComparedRun {
    const { seed } = job;
    if (outcome.kind === "failed") {
      const { code, message, fix } = outcome;
      return { seed, status: "failed", code, message, fix };
    }
    const { result } = outcome;
    const { evaluation } = this.seriesOf(job, result.steps);
    return { seed, status: "finished", ...result, stepsToThreshold: firstStepAt(evaluation, threshold) };
  }

  private pair({ plan, notApplicable, runs }: PairState): ComparedPair {
    const ordered = [...runs.values()].sort((a, b) => a.seed - b.seed);
    const finished = ordered.filter((run): run is FinishedRun => run.status === "finished");
    const { environment, algorithm, threshold } = plan;
    const measured = finished
      .map(({ seed, steps }) => ({ run: { environment, algorithm, seed }, steps }))
      .filter(({ run }) => hasMetrics(this.folder.runFolder(run)))
      .map(({ run, steps }) => this.seriesOf(run, steps));
    return {
      ...plan,
      notApplicable,
      runs: ordered,
      summary: summarize(finished, threshold),
      curves: {
        evaluation: commonCurve(measured.map(({ evaluation }) => evaluation)),
        training: commonCurve(measured.map(({ training }) => training)),
      },
    };
  }

  private seriesOf(run: RunName, steps: number): RunSeries {
    const folder = this.folder.runFolder(run);
    const known = this.series.get(folder);
    if (known) return known;
    const read = readSeries(folder, steps);
    this.series.set(folder, read);
    return read;
  }

  private find({ environment, algorithm }: RunName): PairState {
    const found = this.states.find(({ plan }) => plan.environment === environment && plan.algorithm === algorithm);
    if (!found) throw new Error(`${environment} with ${algorithm} is not part of this comparison`);
    return found;
  }
}
