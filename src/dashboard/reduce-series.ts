/** A curve before it is reduced: both [rows], `x` ascending; NaN values were not measured. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float32Array;
}

/** Curves over common places, as a chart draws them. */
export interface ReducedCurves {
  /** [places], ascending */
  readonly x: Float64Array;
  /** [places] for each curve, NaN where it has no value */
  readonly y: readonly Float32Array[];
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * As many points as a screen can show: all of them where they are few, else the smallest and largest value of every
 * interval, in the order in which they came, so that no peak is lost. Intervals begin at multiples of a power of two;
 * they stay where they are while a curve grows.
 */
export function reduceCurves(curves: readonly Curve[], { from, to }: Range, intervals: number): ReducedCurves {
  const windows = curves.map(({ x }) => [firstAtLeast(x, from), firstAbove(x, to)] as const);
  const exact = commonPlaces(curves, windows, 2 * intervals);
  if (exact) return { x: exact, y: curves.map((curve, i) => placeExactly(curve, windows[i]!, exact)) };

  const width = 2 ** Math.ceil(Math.log2((to - from) / intervals));
  const first = Math.floor(from / width);
  const count = Math.floor(to / width) - first + 1;
  const x = Float64Array.from({ length: 2 * count }, (_, i) => (first + i / 2 + 0.25) * width);
  return { x, y: curves.map((curve, i) => extremes(curve, windows[i]!, width, first, count)) };
}

type Window = readonly [begin: number, end: number];

/** All places where some curve was measured; undefined if there are more than `most`. */
function commonPlaces(curves: readonly Curve[], windows: readonly Window[], most: number): Float64Array | undefined {
  if (windows.some(([begin, end]) => end - begin > most)) return undefined;
  const places = new Set<number>();
  for (const [i, { x, y }] of curves.entries()) {
    const [begin, end] = windows[i]!;
    for (let row = begin; row < end; row++) if (!Number.isNaN(y[row]!)) places.add(x[row]!);
    if (places.size > most) return undefined;
  }
  return Float64Array.from(places).sort();
}

function placeExactly({ x, y }: Curve, [begin, end]: Window, places: Float64Array): Float32Array {
  const values = new Float32Array(places.length).fill(Number.NaN);
  let place = 0;
  for (let row = begin; row < end; row++) {
    if (Number.isNaN(y[row]!)) continue;
    while (places[place]! < x[row]!) place++;
    values[place] = y[row]!;
  }
  return values;
}

function extremes({ x, y }: Curve, [begin, end]: Window, width: number, first: number, count: number): Float32Array {
  const values = new Float32Array(2 * count).fill(Number.NaN);
  for (let row = begin; row < end; row++) {
    const value = y[row]!;
    if (Number.isNaN(value)) continue;
    const left = 2 * (Math.floor(x[row]! / width) - first);
    const [a, b] = [values[left]!, values[left + 1]!];
    if (Number.isNaN(a)) values[left] = value;
    else if (Number.isNaN(b)) values[left + 1] = value;
    // The pair (a, b) stays in the order in which its values came: what leaves the pair's range replaces its own side.
    else if (value > Math.max(a, b)) keepLater(values, left, a < b ? a : b, value);
    else if (value < Math.min(a, b)) keepLater(values, left, a > b ? a : b, value);
  }
  return values;
}

function keepLater(values: Float32Array, left: number, earlier: number, later: number): void {
  values[left] = earlier;
  values[left + 1] = later;
}

/** The first index whose value is at least `bound`. */
function firstAtLeast(x: Float64Array, bound: number): number {
  return search(x, (value) => value >= bound);
}

const firstAbove = (x: Float64Array, bound: number) => search(x, (value) => value > bound);

function search(x: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(x[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
