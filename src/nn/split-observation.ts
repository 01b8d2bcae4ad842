import { type Dict, partsOf, type Space } from "../spaces/index.js";
import { reshape, slice, type Tensor } from "../tensor/index.js";

/** A tensor for every part of a space, under the keys of its dicts. */
export type PartsOf<S extends Space> = Space extends S
  ? Tensor | { readonly [key: string]: PartsOf<Space> }
  : S extends Dict
    ? { readonly [K in keyof S["spaces"]]: PartsOf<S["spaces"][K]> }
    : Tensor;

/**
 * A flat observation [batch, observationSize] in named parts of their own shapes, for networks of one's own: Boxes
 * [batch, ...shape], choices one-hot [batch, n]. What is no Dict is one tensor.
 */
export function splitObservation<S extends Space>(space: S, observation: Tensor): PartsOf<S>;
export function splitObservation(space: Space, observation: Tensor): unknown {
  const batch = observation.shape[0]!;
  const root: { [key: string]: unknown } = {};
  for (const { path, offset, size, shape } of partsOf(space)) {
    const part = reshape(slice(observation, 1, offset, offset + size), [batch, ...shape]);
    const last = path.at(-1);
    if (last === undefined) return part;
    let entries = root;
    for (const key of path.slice(0, -1)) {
      if (!Object.hasOwn(entries, key)) entries[key] = {};
      entries = entries[key] as typeof entries;
    }
    entries[last] = part;
  }
  return root;
}
