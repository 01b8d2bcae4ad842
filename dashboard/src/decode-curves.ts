import type { CurvesHeader } from "../../src/dashboard/index.js";

/** Curves over common places; see `encodeCurves`. */
export interface Curves extends CurvesHeader {
  readonly x: Float64Array;
  readonly y: readonly Float32Array[];
}

export function decodeCurves(bytes: ArrayBuffer): Curves {
  const length = new DataView(bytes).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as CurvesHeader;
  const { places, curves } = header;
  const begin = 4 + length;
  const value = (i: number) => new Float32Array(bytes, begin + 8 * places + 4 * places * i, places);
  return {
    ...header,
    x: new Float64Array(bytes, begin, places),
    y: Array.from({ length: curves }, (_, i) => value(i)),
  };
}
