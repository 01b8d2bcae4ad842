/** Shifts and scales in place to mean 0 and standard deviation 1 (unbiased, plus 1e-8, as PyTorch implementations do). */
export function normalize(values: Float32Array): void {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i]!;
  mean /= n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  const scale = 1 / (Math.sqrt(squares / (n - 1)) + 1e-8);
  for (let i = 0; i < n; i++) values[i] = (values[i]! - mean) * scale;
}
