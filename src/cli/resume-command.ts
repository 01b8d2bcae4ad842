import { loadEnvironmentModule } from "../modules/index.js";
import { readRunSettings, resume } from "../training/index.js";
import { interruptible } from "./interruption.js";
import type { CliStreams } from "./streams.js";
import { type OutputFlags, superviseRun } from "./supervise-run.js";

export interface ResumeFlags extends OutputFlags {
  readonly steps?: number;
  readonly until?: number;
  readonly threads?: number | "auto";
  readonly ownShare?: boolean;
}

/** `proximal resume`: the run goes on as if it had never stopped. */
export async function resumeCommand(folder: string, flags: ResumeFlags, streams: CliStreams): Promise<number> {
  const { steps, until, threads, ownShare } = flags;
  const actors = { ...(threads !== undefined && { threads }), ...(ownShare !== undefined && { ownShare }) };
  const { module, seed } = await readRunSettings(folder);
  const loaded = module === undefined ? undefined : await loadEnvironmentModule(module);
  return interruptible(streams.stderr, async (interruption) => {
    const run = await resume(folder, {
      signal: interruption.signal,
      ...(loaded && { environment: loaded.definition }),
      ...(steps !== undefined && { totalSteps: steps }),
      ...(until !== undefined && { until }),
      actors,
    });
    return superviseRun({
      run,
      out: folder,
      seed,
      flags,
      streams,
      interruption,
    });
  });
}
