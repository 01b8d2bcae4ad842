import { UsageError } from "../../errors.js";
import type { Snapshot } from "../environment.js";
import type { MirrorMap } from "../mirror.js";

/** Mean and variance of everything seen so far, per element; the arrays are live. */
export interface RunningStatistics {
  readonly mean: Float64Array;
  /** Population variance; 1 before anything was seen. */
  readonly variance: Float64Array;
  readonly count: number;
  /** Adds `rows` rows of values [rows, size]. */
  update(values: Float32Array | Float64Array, rows: number): void;
  /** Adds the mirror images of all that was seen, without counting them: statistics of which a mirror image is its own. */
  symmetrize(map: MirrorMap): void;
  getState(): Snapshot;
  setState(state: Snapshot): void;
}

/** Merges batches by the pairwise formula of Chan, Golub & LeVeque (1979), in float64. */
export function createRunningStatistics(size: number): RunningStatistics {
  const mean = new Float64Array(size);
  const variance = new Float64Array(size).fill(1);
  /** Sums of squared deviations from the mean. */
  const squares = new Float64Array(size);
  const batchMean = new Float64Array(size);
  const batchSquares = new Float64Array(size);
  let count = 0;

  function summarize(values: Float32Array | Float64Array, rows: number): void {
    batchMean.fill(0);
    batchSquares.fill(0);
    for (let row = 0, i = 0; row < rows; row++) {
      for (let element = 0; element < size; element++, i++) batchMean[element] = batchMean[element]! + values[i]!;
    }
    for (let element = 0; element < size; element++) batchMean[element] = batchMean[element]! / rows;
    for (let row = 0, i = 0; row < rows; row++) {
      for (let element = 0; element < size; element++, i++) {
        const deviation = values[i]! - batchMean[element]!;
        batchSquares[element] = batchSquares[element]! + deviation * deviation;
      }
    }
  }

  return {
    mean,
    variance,
    get count() {
      return count;
    },

    update(values, rows) {
      summarize(values, rows);
      const total = count + rows;
      for (let element = 0; element < size; element++) {
        const delta = batchMean[element]! - mean[element]!;
        mean[element] = mean[element]! + (delta * rows) / total;
        squares[element] = squares[element]! + batchSquares[element]! + (delta * delta * count * rows) / total;
        variance[element] = squares[element]! / total;
      }
      count = total;
    },

    symmetrize({ from, signs }) {
      for (let i = 0; i < size; i++) {
        const j = from[i]!;
        if (j < i) continue; // with its partner
        const sign = signs[i]!;
        const middle = (mean[i]! + sign * mean[j]!) / 2;
        // the mean square of both is that within each and that between them
        const between = (mean[i]! - sign * mean[j]!) / 2;
        const spread = (squares[i]! + squares[j]!) / 2 + count * between * between;
        mean[i] = middle;
        mean[j] = sign * middle;
        squares[i] = spread;
        squares[j] = spread;
        if (count > 0) variance[i] = variance[j] = spread / count;
      }
    },

    getState: () => ({ mean: mean.slice(), squares: squares.slice(), count }),

    setState(state) {
      const saved = state as {
        readonly mean?: Float64Array;
        readonly squares?: Float64Array;
        readonly count?: number;
      } | null;
      if (saved?.mean?.length !== size || saved.squares?.length !== size || typeof saved.count !== "number") {
        throw new UsageError({
          code: "invalid-statistics",
          message: `The saved statistics are not those of ${size} elements.`,
          fix: "Restore them into the environment that saved them.",
        });
      }
      mean.set(saved.mean);
      squares.set(saved.squares);
      count = saved.count;
      for (let element = 0; element < size; element++) variance[element] = count > 0 ? squares[element]! / count : 1;
    },
  };
}
