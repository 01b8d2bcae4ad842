import type { History } from "../history.js";

/** How often weights lay in a range. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

export interface WeightFigures {
  /** Weights of whole trajectories, not of single actions. */
  readonly whole: boolean;
  readonly bins: readonly Bin[];
  /** (Σw)²/(NΣw²) */
  readonly effectiveShare: number | undefined;
}

/** The metrics' family: of ratios, or of whole trajectories where an algorithm weighs these. */
export const familyOf = (history: History): "ratios" | "weights" =>
  history.latest("weights/effective_share") === undefined ? "ratios" : "weights";

/** How the importance weights of the last batch are distributed. */
export function weightFigures(history: History): WeightFigures {
  const family = familyOf(history);
  const prefix = `${family}/histogram/`;
  const bins = history.metricNames
    .filter((name) => name.startsWith(prefix))
    .map((name): Bin => {
      const range = name.slice(prefix.length);
      const [low, high] = range.startsWith("below_")
        ? [0, Number(range.slice("below_".length))]
        : range.startsWith("above_")
          ? [Number(range.slice("above_".length)), Number.POSITIVE_INFINITY]
          : (range.split("_to_").map(Number) as [number, number]);
      return { low, high, share: history.latest(name) ?? 0 };
    })
    .sort((a, b) => a.low - b.low);
  return { whole: family === "weights", bins, effectiveShare: history.latest(`${family}/effective_share`) };
}
