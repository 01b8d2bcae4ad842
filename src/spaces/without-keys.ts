import { dict } from "./constructors.js";
import { partsOf } from "./parts.js";
import type { Space } from "./space.js";

/** A Dict without some of its outermost keys; other spaces, which have none, as they are. */
export function withoutKeys(space: Space, keys: readonly string[]): Space {
  if (space.kind !== "dict" || keys.length === 0) return space;
  return dict(Object.fromEntries(Object.entries(space.spaces).filter(([key]) => !keys.includes(key))));
}

/** Where the parts of a flat value that are under none of the keys lie: stretches [from, to), in order. */
export function stretchesWithout(
  space: Space,
  keys: readonly string[],
): readonly (readonly [from: number, to: number])[] {
  const stretches: [number, number][] = [];
  for (const { path, offset, size } of partsOf(space)) {
    const [outermost] = path;
    if (outermost !== undefined && keys.includes(outermost)) continue;
    const last = stretches.at(-1);
    if (last?.[1] === offset) last[1] = offset + size;
    else stretches.push([offset, offset + size]);
  }
  return stretches;
}
