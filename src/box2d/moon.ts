import type { Random } from "../random/index.js";
import { VIEW_HEIGHT, VIEW_WIDTH } from "./physics.js";

const CHUNKS = 11;
const MIDDLE = (CHUNKS - 1) / 2;

/** Where the landing pad lies, in metres. */
export const PAD_HEIGHT = VIEW_HEIGHT / 4;
/** Between two of the moon's corners, in metres. */
export const CHUNK_WIDTH = VIEW_WIDTH / (CHUNKS - 1);

/** Heights of the moon's 11 corners in metres, rough but for the pad in the middle. */
export function moonHeights(random: Random): Float64Array {
  const rough = Float64Array.from({ length: CHUNKS + 1 }, () => random.uniform(0, VIEW_HEIGHT / 2));
  rough.fill(PAD_HEIGHT, MIDDLE - 2, MIDDLE + 3);
  // 0.33, not a third: the ground is 1 % lower than the mean of the three, and the pad with it
  return Float64Array.from({ length: CHUNKS }, (_, i) => 0.33 * (rough.at(i - 1)! + rough[i]! + rough[i + 1]!));
}
