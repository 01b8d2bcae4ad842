import { partsOf, type Space } from "../spaces/index.js";
import { concat, input, reshape, type Tensor } from "../tensor/index.js";

/** How an exported policy calls the observation, or the part of it that these keys lead to: `observation.camera`. */
export const observationName = (path: readonly string[]): string => ["observation", ...path].join(".");

/** The flat observation [batch, observationSize] as an exported policy is fed it: one input per part, in the part's shape. */
export function observationInputs(space: Space): Tensor {
  const parts = partsOf(space).map(({ path, size, shape }) =>
    reshape(input(observationName(path), ["batch", ...shape]), ["batch", size]),
  );
  return concat(parts, 1);
}

/** Flat observations [batch, observationSize] cut into the inputs of `observationInputs`. */
export function observationFeeds(space: Space, observations: Float32Array): Record<string, Float32Array> {
  const parts = partsOf(space);
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  const rows = observations.length / total;
  const feeds: Record<string, Float32Array> = {};
  for (const { path, offset, size } of parts) {
    const name = observationName(path);
    if (size === total) feeds[name] = observations;
    else {
      const column = new Float32Array(rows * size);
      for (let row = 0; row < rows; row++) {
        const from = row * total + offset;
        column.set(observations.subarray(from, from + size), row * size);
      }
      feeds[name] = column;
    }
  }
  return feeds;
}
