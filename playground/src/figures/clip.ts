import type { Experiment } from "../experiment.js";
import type { Samples } from "../messages.js";
import { type Clipping, carriesGradient, objective } from "./clipping.js";

/** One sample of a minibatch, as the objective sees it. */
export interface Dot {
  readonly ratio: number;
  readonly advantage: number;
  /** The objective per unit of advantage. */
  readonly objective: number;
  readonly carriesGradient: boolean;
}

export interface ClipFigures {
  readonly clipping: Clipping;
  readonly dots: readonly Dot[];
  /** Samples of the whole minibatch, of which the dots are some. */
  readonly count: number;
  /** Share of the whole minibatch without a gradient. */
  readonly still: number;
}

/** What can be told apart on the screen. */
const MOST_DOTS = 400;

/** What each sample of the last minibatch contributes. */
export function clipFigures(samples: Samples, { options }: Experiment): ClipFigures {
  const { logRatios, advantages, clipRange } = samples;
  const clipping: Clipping =
    clipRange === undefined || Number.isNaN(clipRange)
      ? { kind: "none" }
      : { kind: options.pessimistic === false ? "plain" : "pessimistic", epsilon: clipRange };
  const dot = (row: number): Dot => {
    const [ratio, advantage] = [Math.exp(logRatios[row] as number), advantages[row] as number];
    const sign = advantage < 0 ? -1 : 1;
    return {
      ratio,
      advantage,
      objective: objective(ratio, sign, clipping),
      carriesGradient: carriesGradient(ratio, sign, clipping),
    };
  };
  const count = logRatios.length;
  let still = 0;
  if (clipping.kind !== "none") for (let row = 0; row < count; row++) if (!dot(row).carriesGradient) still++;
  const shown = Math.min(count, MOST_DOTS);
  const dots = Array.from({ length: shown }, (_, i) => dot(Math.floor((i * count) / shown)));
  return { clipping, dots, count, still: still / count };
}
