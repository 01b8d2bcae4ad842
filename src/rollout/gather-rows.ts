/** Copies whole rows, `target.length / rows.length` numbers each, in the order of `rows`. */
export function gatherRows(
  source: ArrayLike<number>,
  rows: Int32Array,
  target: Float32Array | Int32Array | Uint8Array,
): void {
  const width = target.length / rows.length;
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * width;
    const to = i * width;
    for (let k = 0; k < width; k++) target[to + k] = source[from + k]!;
  }
}
