import { type ComparisonEvent, describeRun, formatNumber } from "../comparison/index.js";
import type { MetricsSink } from "../training/index.js";
import { terminalSink } from "../training/metrics/node.js";
import { type CliStreams, writeLine } from "./streams.js";

export interface ComparisonDisplay {
  readonly show: (event: ComparisonEvent) => void;
  close(): void;
}

/** Shows how far a comparison is: a bar over all trainings in a terminal; plain lines, and one per training, elsewhere. */
export function comparisonDisplay(stderr: CliStreams["stderr"], silent: boolean): ComparisonDisplay {
  let bar: MetricsSink | undefined;
  return {
    show(event) {
      switch (event.kind) {
        case "progress":
          if (silent) return;
          bar ??= terminalSink({ totalSteps: event.totalSteps, stream: stderr });
          bar.write({ step: event.steps, values: {} });
          return;
        case "ended":
          // In a terminal it would be drawn over by the bar.
          if (!silent && stderr.isTTY !== true) writeLine(stderr, `${describeRun(event.run)}: ${describe(event)}`);
          return;
        case "output":
          writeLine(stderr, `${describeRun(event.run)}: ${event.text}`);
          return;
        case "notice":
          if (!silent) writeLine(stderr, event.text);
      }
    },
    close: () => bar?.close(),
  };
}

function describe({ outcome }: Extract<ComparisonEvent, { kind: "ended" }>): string {
  switch (outcome.kind) {
    case "finished":
      return `return ${formatNumber(outcome.result.return)} after ${outcome.result.steps.toLocaleString("en-US")} steps`;
    case "failed":
      return `failed: ${outcome.message}`;
    case "not-applicable":
      return "not applicable";
  }
}
