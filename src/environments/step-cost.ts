import type { Random } from "../random/index.js";
import { createActions } from "./action-writer.js";
import type { EnvironmentDefinition } from "./environment.js";
import { vectorize } from "./vectorize.js";

const LEAST_STEPS = 8;
const MOST_STEPS = 64;
/** Enough for the least steps, and for all of them. */
const ENOUGH_MILLISECONDS = 50;
const MOST_MILLISECONDS = 5;

/**
 * Microseconds that a step of one copy takes, at least: the least of a few steps in a copy of its own, which disturb
 * no other. The others waited for compilation, or for the processor.
 */
export function measureStepCost(definition: EnvironmentDefinition, random: Random): number {
  const vector = vectorize(definition, 1, random);
  let least = Infinity;
  try {
    vector.reset();
    const begin = performance.now();
    for (let step = 0; step < MOST_STEPS; step++) {
      const spent = performance.now() - begin;
      if (spent > (step < LEAST_STEPS ? ENOUGH_MILLISECONDS : MOST_MILLISECONDS)) break;
      const actions = chooseActions(definition, vector.actionMasks, random, 1);
      const start = performance.now();
      vector.step(actions);
      least = Math.min(least, 1000 * (performance.now() - start));
    }
  } finally {
    vector.close();
  }
  return least;
}

/** Choices are the first that are allowed; Box actions lie in [−1, 1] and in the bounds. */
export function chooseActions(
  { actionSpace }: Pick<EnvironmentDefinition, "actionSpace">,
  masks: Uint8Array | undefined,
  random: Random,
  copies: number,
): Int32Array | Float32Array {
  const actions = createActions(actionSpace, copies);
  if (actionSpace.kind === "box") {
    const { low, high } = actionSpace;
    for (let i = 0; i < actions.length; i++) {
      actions[i] = Math.min(Math.max(random.uniform(-1, 1), low[i % low.length]!), high[i % low.length]!);
    }
  }
  if (masks === undefined) return actions;
  const groups = actionSpace.kind === "multi-discrete" ? actionSpace.nvec : [masks.length / copies];
  let start = 0;
  for (let i = 0; i < actions.length; i++) {
    actions[i] = masks.indexOf(1, start) - start;
    start += groups[i % groups.length]!;
  }
  return actions;
}
