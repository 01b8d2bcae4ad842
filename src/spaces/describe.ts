import type { Space } from "./space.js";

function describeBounds(bounds: Float32Array): string {
  const first = bounds[0];
  if (bounds.every((bound) => bound === first)) return String(first);
  return bounds.length <= 4 ? `[${bounds.join(", ")}]` : "varying";
}

/** A space in a few words, as in `Box [3], −1 to 1` or `Discrete, 2 choices`. */
export function describeSpace(space: Space): string {
  switch (space.kind) {
    case "box":
      return `Box [${space.shape.join(", ")}], ${describeBounds(space.low)} to ${describeBounds(space.high)}`;
    case "discrete":
      return `Discrete, ${space.n} choices${space.start === 0 ? "" : ` from ${space.start}`}`;
    case "multi-discrete":
      return `MultiDiscrete [${space.nvec.join(", ")}]`;
    case "multi-binary":
      return `MultiBinary, ${space.n} positions`;
    case "dict":
      return `Dict { ${Object.entries(space.spaces)
        .map(([key, entry]) => `${key}: ${describeSpace(entry)}`)
        .join("; ")} }`;
  }
}
