import { join } from "node:path";
import {
  alignedCells,
  type Comparison,
  type CurveKind,
  compare,
  comparisonProblems,
  comparisonTable,
  environmentsOf,
} from "../comparison/index.js";
import { isProximalError, UsageError } from "../errors.js";
import { comparisonDisplay } from "./comparison-display.js";
import { Interrupted } from "./failure.js";
import { interruptible } from "./interruption.js";
import { settingsFor } from "./settings-for.js";
import { shellWord } from "./shell-word.js";
import { type CliStreams, writeJson, writeLine } from "./streams.js";
import type { OutputFlags } from "./supervise-run.js";
import { defaultFolder } from "./train-command.js";

export interface CompareFlags extends OutputFlags {
  readonly algorithm: string;
  readonly environment: string;
  readonly seeds?: number;
  readonly steps?: number;
  readonly set?: readonly string[];
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly jobs?: number;
  readonly curves?: CurveKind | "none";
  readonly checkpointSeconds?: number;
}

/** `proximal compare`: algorithms on environments with several seeds, in a folder that can be gone on with. */
export async function compareCommand(flags: CompareFlags, streams: CliStreams): Promise<number> {
  const { seeds, steps, overwrite, jobs, curves, checkpointSeconds, json = false, quiet = false } = flags;
  const algorithms = listOf("--algorithm", flags.algorithm);
  const environments = listOf("--environment", flags.environment);
  const configure = settingsFor(algorithms, flags.set ?? []);
  const out = flags.out ?? defaultFolder(["comparison"], new Date());
  const silent = quiet || json;
  return interruptible(streams.stderr, async (interruption) => {
    const display = comparisonDisplay(streams.stderr, silent);
    let comparison: Comparison;
    try {
      comparison = await compare({
        algorithms,
        environments,
        configure,
        out,
        signal: interruption.signal,
        onEvent: display.show,
        ...(seeds !== undefined && { seeds }),
        ...(steps !== undefined && { totalSteps: steps }),
        ...(overwrite !== undefined && { overwrite }),
        ...(jobs !== undefined && { jobs }),
        ...(curves !== undefined && { curves }),
        ...(checkpointSeconds !== undefined && { checkpointSeconds }),
      });
    } catch (error) {
      throw flags.set ? withHint(error, algorithms) : error;
    } finally {
      display.close();
    }
    if (interruption.signal.aborted && comparison.pairs.some(isPending)) {
      throw new Interrupted(
        interruption.exitCode,
        `Stopped; what has been trained is saved in ${out}.`,
        `Go on with: ${commandOf(flags, out)}`,
      );
    }
    return tell(comparison, { out, json, silent }, streams);
  });
}

const isPending = ({ runs, notApplicable }: Comparison["pairs"][number]) =>
  notApplicable === null && runs.some(({ status }) => status === "pending");

function listOf(option: string, text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (!names.includes("")) return names;
  throw new UsageError({
    code: "invalid-argument",
    message: `Option ${option} is "${text}"${text.trim() === "" ? "" : ", in which a name is empty"}.`,
    fix: "Give one or more names, separated by commas; `proximal list` tells which there are.",
  });
}

/** Whoever sets an option of all algorithms may mean only one. */
function withHint(error: unknown, algorithms: readonly string[]): unknown {
  if (!isProximalError(error) || error.code !== "unknown-option" || algorithms.length < 2) return error;
  const { code, message, fix } = error;
  const hint = `To set an option of one algorithm alone, write for example --set ${algorithms[0]}:gamma=0.98.`;
  return new UsageError({ code, message, fix: `${fix} ${hint}`, cause: error });
}

function commandOf({ algorithm, environment, seeds, steps, set, jobs, curves }: CompareFlags, out: string): string {
  const options = { algorithm, environment, seeds, steps, set, jobs, curves, out };
  const words = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, ...[value].flat().map((word) => shellWord(String(word)))],
  );
  return `npx proximal compare ${words.join(" ")}`;
}

interface TellOptions {
  readonly out: string;
  readonly json: boolean;
  readonly silent: boolean;
}

/** 1 if a training failed, or nothing could be trained. */
function tell(comparison: Comparison, { out, json, silent }: TellOptions, { stdout, stderr }: CliStreams): number {
  const { pairs } = comparison;
  const failed = pairs.flatMap(({ runs }) => runs.filter(({ status }) => status === "failed"));
  const runs = pairs.flatMap((pair) => pair.runs);
  if (json) {
    writeJson(stdout, { out, failed: failed.length, pairs: pairs.map(({ curves: _, ...pair }) => pair) });
  } else if (!silent) {
    for (const environment of environmentsOf(comparison)) {
      const rows = comparisonTable(pairs.filter((pair) => pair.environment === environment));
      for (const line of [environment, ...alignedCells(rows).map((cells) => `  ${cells.join("  ").trimEnd()}`), ""]) {
        writeLine(stdout, line);
      }
    }
    writeLine(stdout, `comparison: ${join(out, "comparison.md")}`);
  }
  for (const problem of comparisonProblems(pairs)) writeLine(stderr, problem);
  if (failed.length > 0) writeLine(stderr, `${failed.length} of ${runs.length} trainings failed.`);
  return failed.length > 0 || pairs.every(({ notApplicable }) => notApplicable !== null) ? 1 : 0;
}
