import type { Space } from "./space.js";

function describeBounds(bounds: Float32Array): string {
  const first = bounds[0];
  if (bounds.every((bound) => bound === first)) return String(first);
  return bounds.length <= 4 ? `[${bounds.join(", ")}]` : "varying";
}

/** Two spaces in a few words each: bounds are told only where it is not their shapes that differ. */
export function describeSpaces(one: Space, other: Space): readonly [string, string] {
  const shapes = [one, other].map((space) => describeSpace(space, false)) as [string, string];
  return shapes[0] === shapes[1] ? [describeSpace(one), describeSpace(other)] : shapes;
}

/** A space in a few words, as in `Box [3], −1 to 1` or `Discrete, 2 choices`. */
export function describeSpace(space: Space, bounds = true): string {
  switch (space.kind) {
    case "box":
      if (!bounds) return `Box [${space.shape.join(", ")}]`;
      return `Box [${space.shape.join(", ")}], ${describeBounds(space.low)} to ${describeBounds(space.high)}`;
    case "discrete":
      return `Discrete, ${space.n} choices${space.start === 0 ? "" : ` from ${space.start}`}`;
    case "multi-discrete":
      return `MultiDiscrete [${space.nvec.join(", ")}]`;
    case "multi-binary":
      return `MultiBinary, ${space.n} positions`;
    case "dict":
      return `Dict { ${Object.entries(space.spaces)
        .map(([key, entry]) => `${key}: ${describeSpace(entry, bounds)}`)
        .join("; ")} }`;
  }
}
