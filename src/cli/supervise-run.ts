import { join, resolve } from "node:path";
import type { TrainingRun } from "../training/index.js";
import { Interrupted } from "./failure.js";
import type { Interruption } from "./interruption.js";
import { progressDisplay } from "./progress-display.js";
import { shellWord } from "./shell-word.js";
import { type CliStreams, writeJson, writeLine } from "./streams.js";
import { type TrainingResult, writeSummary } from "./summary.js";

export interface OutputFlags {
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export interface SupervisedRun {
  readonly run: TrainingRun;
  /** As the user gave it. */
  readonly out: string;
  readonly seed: number;
  readonly flags: OutputFlags;
  readonly streams: CliStreams;
  readonly interruption: Interruption;
}

/** Trains to the end, keeps the policy beside the run, evaluates it and tells the result. */
export async function superviseRun(supervised: SupervisedRun): Promise<number> {
  const { run, out, seed, flags, streams, interruption } = supervised;
  const silent = flags.quiet === true || flags.json === true;
  const folder = resolve(out);
  const display = silent ? undefined : progressDisplay(streams.stderr);
  try {
    for await (const report of run) {
      for (const notice of report.notices ?? []) writeLine(streams.stderr, notice);
      await display?.show(report);
    }
  } finally {
    display?.close();
  }
  await run.policy.save(join(folder, "policy.onnx"));
  if (interruption.signal.aborted) throw interrupted(supervised);
  const { mean, std, episodes } = await interruption.abandonable(run.evaluate(), () => interrupted(supervised));
  const result: TrainingResult = {
    environment: run.environment.id,
    algorithm: run.algorithm.name,
    seed,
    steps: run.stepsDone,
    // Since the process started: whoever waits for the result waits for loading, too.
    wallSeconds: performance.now() / 1000,
    stepsPerSecond: run.stepsPerSecond,
    episodeReturn: Number.isNaN(run.meanEpisodeReturn) ? null : run.meanEpisodeReturn,
    evaluation: { mean, std, episodes },
    reachedUntil: run.reachedUntil,
    run: folder,
  };
  if (flags.json) writeJson(streams.stdout, result);
  else if (!silent) writeSummary(streams.stdout, result, { out, until: run.until });
  return 0;
}

function interrupted({ run, out, interruption }: SupervisedRun): Interrupted {
  return new Interrupted(
    interruption.exitCode,
    `Stopped after ${run.stepsDone} steps; the run is saved in ${out}.`,
    `Go on with: npx proximal resume ${shellWord(out)}`,
  );
}
