/**
 * Exponential moving average of the measured values, each of which weighs `smoothing` times as much as the one after it;
 * without the bias to zero at the start (Kingma and Ba 2015, "Adam", section 3). NaN stays NaN and counts for nothing.
 */
export function smooth(values: Float32Array, smoothing: number): Float32Array {
  if (smoothing === 0) return values;
  const smoothed = new Float32Array(values.length);
  let [sum, weight] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      sum = smoothing * sum + (1 - smoothing) * value;
      weight = smoothing * weight + (1 - smoothing);
    }
    smoothed[i] = Number.isFinite(value) ? sum / weight : Number.NaN;
  }
  return smoothed;
}
