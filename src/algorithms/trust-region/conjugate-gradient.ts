import { dot } from "./dot.js";

/** Writes A·vector into `into`; both [n]. */
export type MatrixVectorProduct = (vector: Float64Array, into: Float64Array) => Promise<void> | void;

export interface ConjugateGradientOptions {
  readonly maxSteps: number;
  /** Ends as soon as ‖b − Ax‖² is below this. */
  readonly tolerance: number;
}

export interface ConjugateGradientResult {
  /** x: [n] */
  readonly solution: Float64Array;
  /** A·x, which the steps add up anyway: [n] */
  readonly product: Float64Array;
  readonly steps: number;
  /** ‖b − Ax‖ */
  readonly residualNorm: number;
}

/**
 * Solves A·x = b approximately for a symmetric positive definite A that is known by its products alone (Hestenes &
 * Stiefel 1952). Begins at x = 0, so that the same b always gives the same x. Ends early where A turns out not to be
 * positive along a search direction: x is then what it was before.
 */
export async function conjugateGradient(
  multiply: MatrixVectorProduct,
  b: ArrayLike<number>,
  { maxSteps, tolerance }: ConjugateGradientOptions,
): Promise<ConjugateGradientResult> {
  const solution = new Float64Array(b.length);
  const product = new Float64Array(b.length);
  const residual = Float64Array.from(b);
  const direction = residual.slice();
  const along = new Float64Array(b.length);
  let squared = dot(residual, residual);
  let steps = 0;
  while (steps < maxSteps && squared >= tolerance) {
    await multiply(direction, along);
    // α = rᵀr / pᵀAp
    const curvature = dot(direction, along);
    if (!(curvature > 0)) break;
    const alpha = squared / curvature;
    for (let i = 0; i < b.length; i++) {
      solution[i]! += alpha * direction[i]!;
      product[i]! += alpha * along[i]!;
      residual[i]! -= alpha * along[i]!;
    }
    // β = r'ᵀr' / rᵀr
    const next = dot(residual, residual);
    const beta = next / squared;
    for (let i = 0; i < b.length; i++) direction[i] = residual[i]! + beta * direction[i]!;
    squared = next;
    steps++;
  }
  return { solution, product, steps, residualNorm: Math.sqrt(squared) };
}
