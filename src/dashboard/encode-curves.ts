import type { ReducedCurves } from "./reduce-series.js";

/** What a page is told beside the numbers. */
export interface CurvesHeader {
  readonly places: number;
  readonly curves: number;
  /** Runs whose metrics are still being read. */
  readonly pending: readonly string[];
  /** First and last place of all that was asked for, whatever part of it is shown. */
  readonly extent: readonly [number, number] | null;
}

/**
 * Curves as bytes, which a page reads without parsing numbers: the header's length (uint32, little-endian), the header as
 * JSON padded to a multiple of eight bytes, the places (float64), and the values of every curve (float32).
 */
export function encodeCurves(
  { x, y }: ReducedCurves,
  rest: Pick<CurvesHeader, "pending" | "extent">,
): Uint8Array<ArrayBuffer> {
  const header: CurvesHeader = { places: x.length, curves: y.length, ...rest };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const begin = Math.ceil((4 + json.length) / 8) * 8;
  const bytes = new Uint8Array(begin + 8 * x.length + 4 * x.length * y.length).fill(32, 4, begin);
  new DataView(bytes.buffer).setUint32(0, begin - 4, true);
  bytes.set(json, 4);
  new Float64Array(bytes.buffer, begin, x.length).set(x);
  for (const [i, values] of y.entries()) {
    new Float32Array(bytes.buffer, begin + 8 * x.length + 4 * x.length * i, x.length).set(values);
  }
  return bytes;
}
