import type { TensorData } from "../runtime/index.js";
import { gatherSequences, piecesLength, type Sequenced } from "./sequences.js";

/** Rows per run when many are evaluated at once: enough to amortize the call, few enough to stay in cache. */
export const EVALUATION_ROWS = 2048;

/** Some rows of experience, as a program takes them. */
export interface Chunk {
  readonly feeds: Readonly<Record<string, TensorData>>;
  /** Puts a result for these rows where it belongs in a column of all rows. */
  store(result: TensorData, column: Float32Array): void;
}

/** Cuts columns of `rows` rows into chunks for one run each; of a memory's sequences, only whole ones. */
export function* chunksOf(
  fragment: Sequenced,
  columns: Readonly<Record<string, TensorData>>,
  rows: number,
): Generator<Chunk> {
  if (!fragment.memory) {
    for (let from = 0; from < rows; from += EVALUATION_ROWS) {
      const to = Math.min(from + EVALUATION_ROWS, rows);
      const feeds: Record<string, TensorData> = {};
      for (const [name, column] of Object.entries(columns)) {
        const width = column.length / rows;
        feeds[name] = column.subarray(from * width, to * width);
      }
      yield { feeds, store: (result, column) => column.set(result, from * (column.length / rows)) };
    }
    return;
  }
  const length = piecesLength(fragment);
  const count = rows / length;
  const atOnce = Math.max(1, Math.floor(EVALUATION_ROWS / length));
  for (let from = 0; from < count; from += atOnce) {
    const sequences = Int32Array.from({ length: Math.min(atOnce, count - from) }, (_, i) => from + i);
    const gathered = gatherSequences(fragment, columns, sequences, rows);
    yield {
      feeds: gathered.columns as Readonly<Record<string, TensorData>>,
      store: (result, column) => scatterRows(result, gathered.rows, column),
    };
  }
}

/** The inverse of `gatherRows`. */
function scatterRows(source: ArrayLike<number>, rows: Int32Array, target: Float32Array): void {
  const width = source.length / rows.length;
  for (let i = 0; i < rows.length; i++) {
    const from = i * width;
    const to = rows[i]! * width;
    for (let k = 0; k < width; k++) target[to + k] = source[from + k]!;
  }
}
