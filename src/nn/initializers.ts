import type { Random } from "../random/index.js";

/** Fills one parameter of the given shape. */
export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** Every element the same. */
export function constantInitializer(value: number): Initializer {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value);
}

/** Normal with mean 0. */
export function normalInitializer(standardDeviation: number): Initializer {
  return (shape, random) => {
    const values = new Float32Array(sizeOf(shape));
    random.fillNormal(values);
    for (let i = 0; i < values.length; i++) values[i]! *= standardDeviation;
    return values;
  };
}

/** Uniform in ±`bound`. */
export function uniformInitializer(bound: number): Initializer {
  return (shape, random) => {
    const values = new Float32Array(sizeOf(shape));
    for (let i = 0; i < values.length; i++) values[i] = random.uniform(-bound, bound);
    return values;
  };
}

/**
 * Orthogonal rows or columns, whichever are fewer, times `gain` (Saxe et al. 2014): WᵀW = gain²·I. Parameters of more
 * than two axes are taken as a matrix of their last axis against the rest.
 */
export function orthogonalInitializer(gain: number): Initializer {
  return (shape, random) => {
    const columns = shape[shape.length - 1] ?? 1;
    const rows = sizeOf(shape) / columns;
    const length = Math.max(rows, columns);
    const count = Math.min(rows, columns);
    const vectors: Float64Array[] = [];
    while (vectors.length < count) {
      const vector = Float64Array.from({ length }, () => random.normal());
      // Twice is enough: the second pass removes what rounding left of the first.
      for (let pass = 0; pass < 2; pass++) {
        for (const other of vectors) {
          const overlap = dot(vector, other);
          for (let i = 0; i < length; i++) vector[i]! -= overlap * other[i]!;
        }
      }
      const norm = Math.sqrt(dot(vector, vector));
      if (norm < 1e-6) continue;
      for (let i = 0; i < length; i++) vector[i]! /= norm;
      vectors.push(vector);
    }
    const values = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const value = rows >= columns ? vectors[column]![row]! : vectors[row]![column]!;
        values[row * columns + column] = gain * value;
      }
    }
    return values;
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
