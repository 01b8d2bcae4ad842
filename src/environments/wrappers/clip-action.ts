import type { Space } from "../../spaces/index.js";
import type { EnvironmentDefinition } from "../environment.js";
import { boxActions, mapAction, sameShape } from "./map-action.js";

/** Takes any action and clips it to the environment's bounds. Throws UsageError `unsupported-action-space` unless those are a Box. */
export function clipAction<O extends Space, A extends Space>(
  definition: EnvironmentDefinition<O, A>,
): EnvironmentDefinition<O, A> {
  const inner = boxActions("clipAction", definition);
  const outer = sameShape(inner, -Infinity, Infinity);
  const clipped = mapAction(definition as EnvironmentDefinition, outer, (value, i) =>
    Math.min(Math.max(value, inner.low[i]!), inner.high[i]!),
  );
  return clipped as EnvironmentDefinition<O, A>;
}
