import { RunError } from "../errors.js";

/** Solves A·x = b by Gaussian elimination with partial pivoting. A: [n, n], row-major. Throws RunError `singular-matrix`. */
export function solveLinear(matrix: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const a = matrix.slice();
  const x = b.slice();
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(a[row * n + column]!) > Math.abs(a[pivot * n + column]!)) pivot = row;
    }
    if (Math.abs(a[pivot * n + column]!) < 1e-14) {
      throw new RunError({
        code: "singular-matrix",
        message: `The linear system of ${n} unknowns has no unique solution: column ${column} has no pivot.`,
        fix: "Use a discount below 1, or a horizon.",
      });
    }
    if (pivot !== column) {
      for (let k = 0; k < n; k++) {
        [a[pivot * n + k], a[column * n + k]] = [a[column * n + k]!, a[pivot * n + k]!];
      }
      [x[pivot], x[column]] = [x[column]!, x[pivot]!];
    }
    for (let row = column + 1; row < n; row++) {
      const factor = a[row * n + column]! / a[column * n + column]!;
      if (factor === 0) continue;
      for (let k = column; k < n; k++) a[row * n + k]! -= factor * a[column * n + k]!;
      x[row]! -= factor * x[column]!;
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) x[row]! -= a[row * n + k]! * x[k]!;
    x[row]! /= a[row * n + row]!;
  }
  return x;
}
