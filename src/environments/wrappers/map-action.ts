import { UsageError } from "../../errors.js";
import { type Box, box, type Space } from "../../spaces/index.js";
import { writeAction } from "../action-writer.js";
import type { EnvironmentDefinition } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import { checked, forward, forwardDynamics } from "./forward.js";

/** Throws UsageError `unsupported-action-space` unless the actions are a Box. */
export function boxActions(
  wrapper: string,
  { id, actionSpace }: { readonly id: string; readonly actionSpace: Space },
): Box {
  if (actionSpace.kind === "box") return actionSpace;
  throw new UsageError({
    code: "unsupported-action-space",
    message: `${wrapper} needs a box of actions, but "${id}" has a ${actionSpace.kind} space.`,
    fix: "Leave the wrapper out for this environment.",
  });
}

/** The environment behind an element-wise function from actions of `outer` to its own Box. */
export function mapAction(
  definition: EnvironmentDefinition,
  outer: Box,
  map: (value: number, index: number) => number,
): EnvironmentDefinition {
  const size = outer.low.length;
  const { create, dynamics, load, mirror, ...metadata } = definition;
  if (load !== undefined) {
    return {
      ...metadata,
      actionSpace: outer,
      load: async () => mapAction(await loadEnvironment(definition), outer, map),
    };
  }
  if (dynamics === undefined) {
    return {
      ...metadata,
      actionSpace: outer,
      create: (random) => {
        const inner = checked(definition.id, create(random));
        const mapped = new Float32Array(size);
        return forward(inner, {
          step(action) {
            writeAction(outer, action, mapped, 0);
            for (let i = 0; i < size; i++) mapped[i] = map(mapped[i]!, i);
            return inner.step(mapped);
          },
        });
      },
    };
  }
  const mapped = new Float32Array(size);
  return {
    ...metadata,
    actionSpace: outer,
    dynamics: forwardDynamics(dynamics, {
      step(state, offset, actions, actionOffset) {
        for (let i = 0; i < size; i++) mapped[i] = map(actions[actionOffset + i]!, i);
        return dynamics.step(state, offset, mapped, 0);
      },
    }),
  };
}

/** A Box of the same shape with the same bounds for every element. */
export function sameShape(inner: Box, low: number, high: number): Box {
  return box({ shape: inner.shape, low, high });
}
