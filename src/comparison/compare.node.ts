import { availableParallelism } from "node:os";
import {
  type CompareOptions,
  type ComparisonEvent,
  type CurveKind,
  type RunName,
  resolveCompareOptions,
} from "./compare-options.js";
import type { Comparison } from "./comparison.js";
import { type ComparisonFolder, openComparisonFolder } from "./comparison-folder.node.js";
import { drawnEnvironments, figureSpec } from "./figure.js";
import type { Job } from "./job.js";
import { comparisonMarkdown } from "./markdown.js";
import { mergePlan } from "./merge-plan.js";
import { planPairs } from "./plan-pairs.js";
import { loadPlotting, type Plotting } from "./plotting.node.js";
import { Results } from "./results.node.js";
import { runJobs } from "./run-jobs.node.js";
import { figureFile } from "./run-name.js";

/**
 * Trains every algorithm on every environment with every seed, several at once in processes of their own, and keeps in
 * the folder `out`: a run folder for each training (`<environment>/<algorithm>/seed-<n>`), `comparison.json`,
 * `comparison.md` and figures of the learning curves. What the folder holds already stays: finished trainings are not
 * repeated, interrupted and failed ones go on from their last checkpoints.
 *
 * A training that fails is told in the result; the others go on. Throws a UsageError before anything runs for options
 * that cannot be, for a folder of other files (`not-a-comparison`) and for settings that differ from those with which
 * the folder's trainings were made (`comparison-differs`).
 */
export async function compare(options: CompareOptions): Promise<Comparison> {
  const { configure, signal = new AbortController().signal, onEvent = () => {}, ...plain } = options;
  const { curves, jobs: parallel, ...resolved } = resolveCompareOptions(plain);
  const { algorithms, environments, totalSteps, seeds, out, overwrite, checkpointSeconds } = resolved;
  const planned = await planPairs({ algorithms, environments, totalSteps, configure });
  const plotting = curves === "none" ? undefined : await loadPlotting();
  const folder = openComparisonFolder(out, overwrite);
  try {
    const results = new Results(folder, mergePlan(out, folder.saved, planned, seeds));
    if (overwrite) folder.clear();
    if (plotting && plotting.missing.length > 0) onEvent({ kind: "notice", text: whatToInstall(plotting) });
    results.save();
    const jobs = results.missing(seeds).map((job): Job => ({ ...job, checkpointSeconds }));
    await trainAll(jobs, { parallel: parallel ?? availableParallelism(), signal, onEvent, results });
    folder.removeEmpty(jobs);
    const comparison = results.save();
    folder.write("comparison.md", comparisonMarkdown(comparison, plotting?.svg !== undefined));
    if (plotting && curves !== "none") await draw(folder, comparison, curves, plotting);
    return comparison;
  } finally {
    folder.close();
  }
}

interface TrainAllOptions {
  readonly parallel: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ComparisonEvent) => void;
  readonly results: Results;
}

async function trainAll(jobs: readonly Job[], { parallel, signal, onEvent, results }: TrainAllOptions): Promise<void> {
  const totalSteps = jobs.reduce((total, job) => total + job.totalSteps, 0);
  const done = new Map<Job, number>();
  const advance = (job: Job, steps: number) => {
    done.set(job, Math.min(steps, job.totalSteps));
    onEvent({ kind: "progress", steps: [...done.values()].reduce((total, value) => total + value, 0), totalSteps });
  };
  await runJobs(jobs, {
    parallel,
    signal,
    needed: (job) => {
      if (results.isApplicable(job)) return true;
      advance(job, job.totalSteps);
      return false;
    },
    onProgress: advance,
    onOutput: (run, text) => onEvent({ kind: "output", run: nameOf(run), text }),
    onOutcome: (job, outcome) => {
      if (outcome.kind === "stopped") return;
      results.keep(job, outcome);
      results.save();
      onEvent({ kind: "ended", run: nameOf(job), outcome });
      advance(job, job.totalSteps);
    },
  });
}

const nameOf = ({ environment, algorithm, seed }: RunName): RunName => ({ environment, algorithm, seed });

async function draw(folder: ComparisonFolder, comparison: Comparison, kind: CurveKind, plotting: Plotting) {
  const { svg, png } = plotting;
  if (!svg) return;
  const environments = drawnEnvironments(comparison, kind);
  const figures = environments.map((environment) => ({ name: environment, panels: [environment] }));
  if (environments.length > 1) figures.push({ name: "comparison", panels: environments });
  for (const { name, panels } of figures) {
    const spec = figureSpec(comparison, kind, panels);
    if (!spec) continue;
    const drawing = await svg(spec);
    folder.write(figureFile(name, "svg"), drawing);
    if (png) folder.write(figureFile(name, "png"), png(drawing));
  }
}

function whatToInstall({ svg, missing }: Plotting): string {
  const drawn = svg ? "Figures will be drawn as SVG only; for PNG" : "No figures will be drawn; for them";
  return `${drawn}: npm install ${missing.join(" ")}`;
}
