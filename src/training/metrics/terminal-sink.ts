import cliProgress from "cli-progress";
import { checkMetricsRecord } from "./check-record.js";
import { formatProgress, trackProgress } from "./progress.js";
import type { MetricsSink } from "./sink.js";

export interface TerminalSinkOptions {
  readonly totalSteps: number;
  /** Where this process begins, e.g. the step of the checkpoint that it resumes (default 0). */
  readonly startStep?: number | undefined;
  /** Default: standard error, so that standard output stays clean for results. */
  readonly stream?: (NodeJS.WritableStream & { readonly isTTY?: boolean }) | undefined;
  /** Milliseconds; default `Date.now`. */
  readonly clock?: (() => number) | undefined;
  /** Seconds between lines where the stream is no terminal (default 5). */
  readonly interval?: number | undefined;
}

/**
 * Shows how far the run is, how fast it goes, the recent return and the time left: a bar in a terminal, otherwise one
 * plain line at the first record, every `interval` seconds and at the end. Close it, or the bar keeps the process alive.
 */
export function terminalSink(options: TerminalSinkOptions): MetricsSink {
  const { totalSteps, startStep = 0, stream = process.stderr, clock = Date.now, interval = 5 } = options;
  const track = trackProgress({ totalSteps, startStep, clock });
  const show = stream.isTTY ? showBar(totalSteps, startStep, stream) : showLines(stream, clock, interval * 1000);
  return {
    write(record) {
      checkMetricsRecord(record);
      show.update(record.step, formatProgress(track(record)));
    },
    close: show.close,
  };
}

interface Display {
  update(step: number, text: string): void;
  close(): void;
}

function showBar(totalSteps: number, startStep: number, stream: NodeJS.WritableStream): Display {
  const bar = new cliProgress.SingleBar(
    // `linewrap: true` trims to the window instead of switching wrapping off in a terminal that a killed run leaves behind.
    { format: "{bar} {percentage}% · {text}", barsize: 16, linewrap: true, stream },
    cliProgress.Presets.shades_classic,
  );
  bar.start(totalSteps, startStep, { text: "starting" });
  return { update: (step, text) => bar.update(step, { text }), close: () => bar.stop() };
}

function showLines(stream: NodeJS.WritableStream, clock: () => number, interval: number): Display {
  let due = Number.NEGATIVE_INFINITY;
  let waiting: string | undefined;
  const print = (): void => {
    if (waiting !== undefined) stream.write(`${waiting}\n`);
    waiting = undefined;
  };
  return {
    update(_, text) {
      waiting = text;
      if (clock() < due) return;
      due = clock() + interval;
      print();
    },
    close: print,
  };
}
