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
 * Orthogonal rows or columns, whichever are fewer, times `gain` (Saxe et al. 2014): WᵀW = gain²·I. Parameters of four
 * axes are kernels [filters, channels, height, width], a matrix of their first axis against the rest; others of more than
 * two axes are taken as one of their last axis against the rest.
 */
export function orthogonalInitializer(gain: number): Initializer {
  return (shape, random) => {
    const isKernel = shape.length === 4;
    const columns = isKernel ? sizeOf(shape.slice(1)) : (shape[shape.length - 1] ?? 1);
    const rows = sizeOf(shape) / columns;
    const length = Math.max(rows, columns);
    const count = Math.min(rows, columns);
    const vectors: Float64Array[] = [];
    while (vectors.length < count) {
      const vector = Float64Array.from({ length }, () => random.normal());
      let before = Number.POSITIVE_INFINITY;
      // Where little is left, much of it is rounding: once more, which is enough (Parlett 1980, "twice is enough").
      for (let left = dot(vector, vector); left > 0 && left < before / 4; left = dot(vector, vector)) {
        before = left;
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

/** Four sums side by side, which need not wait for each other: large layers take seconds otherwise. */
function dot(a: Float64Array, b: Float64Array): number {
  const { length } = a;
  const whole = length - (length % 4);
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    first += a[i]! * b[i]!;
    second += a[i + 1]! * b[i + 1]!;
    third += a[i + 2]! * b[i + 2]!;
    fourth += a[i + 3]! * b[i + 3]!;
  }
  for (let i = whole; i < length; i++) first += a[i]! * b[i]!;
  return first + second + (third + fourth);
}
