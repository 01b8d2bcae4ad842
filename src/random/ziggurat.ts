import { exp, log } from "./elementary.js";

/** Right edge of the base strip and area of every strip, for 128 strips (Marsaglia & Tsang 2000). */
export const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;
const STRIPS = 128;

/** Right edge of strip `i`; `edges[128]` is 0. Strip 0 is the base with its tail, widened to the area of a rectangle. */
export const edges = new Float64Array(STRIPS + 1);
/** Within strip `i`, |u| below this means the point lies under the density without looking. */
export const ratios = new Float64Array(STRIPS);

let density = exp(-0.5 * TAIL * TAIL);
edges[0] = AREA / density;
edges[1] = TAIL;
for (let i = 2; i < STRIPS; i++) {
  edges[i] = Math.sqrt(-2 * log(AREA / edges[i - 1]! + density));
  density = exp(-0.5 * edges[i]! * edges[i]!);
}
edges[STRIPS] = 0;
for (let i = 0; i < STRIPS; i++) ratios[i] = edges[i + 1]! / edges[i]!;
