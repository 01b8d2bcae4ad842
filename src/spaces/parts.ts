import { sizeOf } from "./size.js";
import type { Box, Dict, Space } from "./space.js";

/** A space without entries of its own, and where its values lie in a flat observation. */
export interface SpacePart {
  /** Keys that lead to it; empty where the whole space is no Dict. */
  readonly path: readonly string[];
  readonly space: Exclude<Space, Dict>;
  readonly offset: number;
  readonly size: number;
  /** Of a Box its own, otherwise [size]: choices are one-hot. */
  readonly shape: readonly number[];
}

/** The parts of a Dict, nested ones too, in flat order; any other space is its only part. */
export function partsOf(space: Space): readonly SpacePart[] {
  const parts: SpacePart[] = [];
  let offset = 0;
  const visit = (inner: Space, path: readonly string[]) => {
    if (inner.kind === "dict") {
      for (const [key, entry] of Object.entries(inner.spaces)) visit(entry, [...path, key]);
      return;
    }
    const size = sizeOf(inner);
    parts.push({ path, space: inner, offset, size, shape: inner.kind === "box" ? inner.shape : [size] });
    offset += size;
  };
  visit(space, []);
  return parts;
}

/** A Box of three axes and finite bounds: height, width and channels of pixels. */
export function isImage(space: Space): space is Box {
  return (
    space.kind === "box" &&
    space.shape.length === 3 &&
    space.low.every(Number.isFinite) &&
    space.high.every(Number.isFinite)
  );
}
