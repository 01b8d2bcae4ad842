import type { MetricsSink, Report } from "../training/index.js";

export interface ProgressDisplay {
  show(report: Report): Promise<void>;
  close(): void;
}

/** Shows a run's progress from its first report on, so that a run that cannot begin shows nothing but why. */
export function progressDisplay(stream: NodeJS.WritableStream): ProgressDisplay {
  let sink: MetricsSink | undefined;
  return {
    async show({ steps, totalSteps, metrics }) {
      sink ??= await openSink(stream, totalSteps, steps);
      sink.write({ step: steps, values: metrics });
    },
    close: () => sink?.close(),
  };
}

async function openSink(stream: NodeJS.WritableStream, totalSteps: number, startStep: number): Promise<MetricsSink> {
  const { terminalSink } = await import("../training/metrics/node.js");
  return terminalSink({ totalSteps, startStep, stream });
}
