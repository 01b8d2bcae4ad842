import { UsageError } from "../errors.js";
import type { Space } from "./space.js";

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

/**
 * Length of an observation as a flat float32 vector: a Discrete choice and every position of a MultiDiscrete one are
 * one-hot, Dict entries follow each other in key order.
 */
export function sizeOf(space: Space): number {
  switch (space.kind) {
    case "box":
      return space.low.length;
    case "discrete":
    case "multi-binary":
      return space.n;
    case "multi-discrete":
      return sum(space.nvec);
    case "dict":
      return sum(Object.values(space.spaces).map(sizeOf));
  }
}

/** Numbers per action in a batch of actions: 1 for Discrete, one per position otherwise. Throws UsageError `unsupported-action-space` for Dict. */
export function actionSizeOf(space: Space): number {
  switch (space.kind) {
    case "discrete":
      return 1;
    case "multi-discrete":
      return space.nvec.length;
    case "multi-binary":
      return space.n;
    case "box":
      return space.low.length;
    case "dict":
      throw new UsageError({
        code: "unsupported-action-space",
        message: "A dict cannot be an action space.",
        fix: "Use one box, or one multiDiscrete, that holds all parts of the action.",
      });
  }
}

/** Entries of an action mask: one per choice of a Discrete or MultiDiscrete space, 0 for spaces that have no masks. */
export function choicesOf(space: Space): number {
  if (space.kind === "discrete") return space.n;
  return space.kind === "multi-discrete" ? sum(space.nvec) : 0;
}
