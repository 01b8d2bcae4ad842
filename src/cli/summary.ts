import { shellWord } from "./shell-word.js";
import { writeLine } from "./streams.js";

/** What `train` and `resume` report. */
export interface TrainingResult {
  readonly environment: string;
  readonly algorithm: string;
  readonly seed: number;
  readonly steps: number;
  readonly wallSeconds: number;
  /** Of collecting and learning. */
  readonly stepsPerSecond: number;
  /** Mean of the last 100 training episodes; null before the first ended. */
  readonly episodeReturn: number | null;
  readonly evaluation: { readonly mean: number; readonly std: number; readonly episodes: number };
  /** null if no return was asked for. */
  readonly reachedUntil: boolean | null;
  /** Absolute path of the run's folder. */
  readonly run: string;
}

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A result in a few lines, with what to run next. */
export function writeSummary(
  stdout: NodeJS.WritableStream,
  result: TrainingResult,
  { out, until }: { readonly out: string; readonly until: number | undefined },
): void {
  const { environment, steps, wallSeconds, stepsPerSecond, evaluation, reachedUntil } = result;
  const goal = reachedUntil === null ? "" : reachedUntil ? `, reached ${until}` : `, did not reach ${until}`;
  for (const line of [
    `${environment}: ${whole.format(steps)} steps in ${wallSeconds.toFixed(1)} s (${whole.format(stepsPerSecond)} steps/s)${goal}`,
    `return ${describeReturn(evaluation)}`,
    `run     ${out}`,
    `next    npx proximal evaluate ${shellWord(out)}`,
    `        npx proximal export ${shellWord(out)} ${environment.replace(/[^\w.-]/g, "_")}.onnx`,
  ]) {
    writeLine(stdout, line);
  }
}

/** `500.0 ± 0.0 over 100 episodes` */
export function describeReturn(result: { readonly mean: number; readonly std: number; readonly episodes: number }) {
  const { mean, std, episodes } = result;
  return `${mean.toFixed(1)} ± ${std.toFixed(1)} over ${episodes} ${episodes === 1 ? "episode" : "episodes"}`;
}
