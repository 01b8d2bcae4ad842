import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { UsageError } from "../../src/errors.js";
import { type Json, type Run, runChild } from "./child.js";
import { benchFolder, resultsFolder } from "./folders.js";
import { appendRecord, readRecords, resultsFile } from "./records.js";
import { type Measure, type MeasureSummary, type Pair, summarize, toMarkdown } from "./summary.js";

/** One of the two programs. It must print one JSON object as its last line. */
export interface Program {
  readonly label: string;
  /** Program and arguments; as a function, it is given the number of the pair (from 1), for instance as the seed. */
  readonly command: readonly string[] | ((pair: number) => readonly string[]);
  readonly environment?: Readonly<Record<string, string>>;
}

export interface PairedOptions {
  /** Names the results file, `<name>.jsonl`. */
  readonly name: string;
  /** Whatever tells this measurement from others of the same name (sizes, versions, a revision): finished pairs are reused only under an equal configuration and equal commands. */
  readonly configuration: Json;
  readonly a: Program;
  readonly b: Program;
  readonly pairs: number;
  readonly measures: readonly Measure[];
  readonly timeoutSeconds?: number;
  /** Default: `bench/results`. */
  readonly resultsFolder?: string;
  /** Told before each run, so that a bench can show where it is. */
  readonly onRun?: (label: string, pair: number) => void;
}

export interface PairedResult {
  readonly name: string;
  readonly configuration: Json;
  readonly a: string;
  readonly b: string;
  readonly pairs: number;
  readonly measures: readonly MeasureSummary[];
  /** Every run, in the order of the pairs. */
  readonly runs: readonly Pair[];
  /** The measures as a table. */
  readonly markdown: string;
}

/** A line of the results file. */
interface PairRecord extends Pair {
  readonly configuration: Json;
  readonly pair: number;
  readonly finishedAt: string;
}

/**
 * Runs A and B alternately (A B A B …), each as a child process held to one thread, and compares them pair by
 * pair, because the speed of a shared machine drifts by more than many a difference worth knowing.
 * Every finished pair is appended to the results file and skipped on restart; a pair cut off in the middle is
 * run again whole, since two halves measured hours apart are no pair.
 * @throws RunError when a child fails; UsageError for an impossible name, count or measure.
 */
export async function comparePaired(options: PairedOptions): Promise<PairedResult> {
  const { name, pairs, a, b, measures, onRun } = options;
  if (!Number.isSafeInteger(pairs) || pairs < 1) {
    throw new UsageError({
      code: "bench-invalid-pairs",
      message: `pairs is ${pairs}, but it must be a whole number of at least 1.`,
      fix: "Use 5 or more for a figure to publish.",
    });
  }
  const configuration: Json = JSON.parse(JSON.stringify(options.configuration));
  const file = resultsFile(name, options.resultsFolder ?? resultsFolder);
  const finished = readRecords<PairRecord>(file).filter((record) =>
    isDeepStrictEqual(record.configuration, configuration),
  );

  const results: Pair[] = [];
  for (let pair = 1; pair <= pairs; pair++) {
    const commandA = commandOf(a, pair);
    const commandB = commandOf(b, pair);
    const earlier = finished.find(
      (record) =>
        record.pair === pair &&
        isDeepStrictEqual(record.a.command, commandA) &&
        isDeepStrictEqual(record.b.command, commandB),
    );
    if (earlier !== undefined) {
      results.push(earlier);
      continue;
    }
    const runA = await runProgram(a, commandA, pair, options);
    const runB = await runProgram(b, commandB, pair, options);
    const record: PairRecord = { configuration, pair, finishedAt: new Date().toISOString(), a: runA, b: runB };
    // A mistyped measure shall fail after the first pair, not after hours.
    summarize([record], measures);
    appendRecord(file, record);
    results.push(record);
  }

  const summaries = summarize(results, measures);
  const markdown = toMarkdown(a.label, b.label, pairs, summaries);
  return { name, configuration, a: a.label, b: b.label, pairs, measures: summaries, runs: results, markdown };

  async function runProgram(
    program: Program,
    command: readonly string[],
    pair: number,
    { timeoutSeconds }: PairedOptions,
  ): Promise<Run> {
    onRun?.(program.label, pair);
    return runChild(command, {
      ...(program.environment === undefined ? {} : { environment: program.environment }),
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    });
  }
}

/**
 * The command that runs `bench/peers/<script>` in the peers' virtual environment.
 * @throws UsageError when the peers are not installed.
 */
export function peerCommand(script: string, ...parameters: readonly string[]): string[] {
  const python = join(benchFolder, "peers", ".venv", "bin", "python");
  if (!existsSync(python)) {
    throw new UsageError({
      code: "bench-peers-missing",
      message: `The Python peers that ${script} needs are not installed.`,
      fix: "Run bench/peers/setup.sh (about 5 GB), or leave the peers out.",
    });
  }
  return [python, join(benchFolder, "peers", script), ...parameters];
}

function commandOf({ command }: Program, pair: number): readonly string[] {
  return typeof command === "function" ? command(pair) : command;
}
