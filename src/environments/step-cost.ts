import type { Random } from "../random/index.js";
import { createActions } from "./action-writer.js";
import type { EnvironmentDefinition } from "./environment.js";
import { vectorize } from "./vectorize.js";

const MOST_STEPS = 64;
const MOST_MILLISECONDS = 5;

/**
 * Microseconds that a step of one copy takes, about: the median of a few steps in a copy of its own, which disturb no
 * other. Choices are the first that are allowed; Box actions lie in [−1, 1] and in the bounds.
 */
export function measureStepCost(definition: EnvironmentDefinition, random: Random): number {
  const vector = vectorize(definition, 1, random);
  const costs: number[] = [];
  try {
    vector.reset();
    const begin = performance.now();
    for (let step = 0; step < MOST_STEPS && performance.now() - begin < MOST_MILLISECONDS; step++) {
      const actions = chooseActions(definition, vector.actionMasks, random);
      const start = performance.now();
      vector.step(actions);
      costs.push(1000 * (performance.now() - start));
    }
  } finally {
    vector.close();
  }
  return costs.sort((a, b) => a - b)[costs.length >> 1]!;
}

function chooseActions(
  { actionSpace }: EnvironmentDefinition,
  masks: Uint8Array | undefined,
  random: Random,
): Int32Array | Float32Array {
  const actions = createActions(actionSpace, 1);
  if (actionSpace.kind === "box") {
    for (let i = 0; i < actions.length; i++) {
      actions[i] = Math.min(Math.max(random.uniform(-1, 1), actionSpace.low[i]!), actionSpace.high[i]!);
    }
  }
  if (masks === undefined) return actions;
  const groups = actionSpace.kind === "multi-discrete" ? actionSpace.nvec : [masks.length];
  let start = 0;
  groups.forEach((choices, i) => {
    actions[i] = masks.indexOf(1, start) - start;
    start += choices;
  });
  return actions;
}
