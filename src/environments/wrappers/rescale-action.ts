import { UsageError } from "../../errors.js";
import type { Space } from "../../spaces/index.js";
import type { EnvironmentDefinition } from "../environment.js";
import { boxActions, mapAction, sameShape } from "./map-action.js";

/**
 * Takes actions in [low, high] and maps them linearly to the environment's bounds; actions outside stay outside.
 * Throws UsageError `unsupported-action-space` unless the actions are a Box with finite bounds, `invalid-range` unless
 * low < high.
 */
export function rescaleAction<O extends Space, A extends Space>(
  definition: EnvironmentDefinition<O, A>,
  low: number,
  high: number,
): EnvironmentDefinition<O, A> {
  const inner = boxActions("rescaleAction", definition);
  const unbounded = inner.low.findIndex((bound, i) => !Number.isFinite(bound) || !Number.isFinite(inner.high[i]!));
  if (unbounded >= 0) {
    throw new UsageError({
      code: "unsupported-action-space",
      message: `rescaleAction cannot scale action element ${unbounded} of "${definition.id}", which has no bounds.`,
      fix: "Give the environment's action space finite bounds.",
    });
  }
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new UsageError({
      code: "invalid-range",
      message: `rescaleAction needs low < high, but got ${low} and ${high}.`,
      fix: "Give for example −1 and 1.",
    });
  }
  const slope = Float64Array.from(inner.low, (bound, i) => (inner.high[i]! - bound) / (high - low));
  const rescaled = mapAction(
    definition as EnvironmentDefinition,
    sameShape(inner, low, high),
    (value, i) => inner.low[i]! + (value - low) * slope[i]!,
  );
  return rescaled as EnvironmentDefinition<O, A>;
}
