/** The mean of several curves and how far they lie apart, at every place. */
export interface Band {
  readonly mean: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/**
 * Over curves of equal places, with NaN where one has no value. Between two of its values a curve is taken as straight;
 * before its first and after its last one it does not count.
 */
export function bandOf(curves: readonly Float32Array[]): Band {
  const length = curves[0]?.length ?? 0;
  const mean = new Float32Array(length);
  const low = new Float32Array(length).fill(Number.NaN);
  const high = new Float32Array(length).fill(Number.NaN);
  const counts = new Uint16Array(length);
  for (const curve of curves) {
    let last = -1;
    for (let place = 0; place < length; place++) {
      const value = curve[place] as number;
      if (Number.isNaN(value)) continue;
      const from = last < 0 ? value : (curve[last] as number);
      const begin = last < 0 ? place : last + 1;
      for (let between = begin; between <= place; between++) {
        const share = last < 0 ? 1 : (between - last) / (place - last);
        add(between, from + share * (value - from));
      }
      last = place;
    }
  }
  for (let place = 0; place < length; place++) {
    const count = counts[place] as number;
    mean[place] = count > 0 ? (mean[place] as number) / count : Number.NaN;
  }
  return { mean, low, high };

  function add(place: number, value: number): void {
    mean[place] = (mean[place] as number) + value;
    counts[place] = (counts[place] as number) + 1;
    if (!(value >= (low[place] as number))) low[place] = value;
    if (!(value <= (high[place] as number))) high[place] = value;
  }
}
