import type { Random } from "../../random/index.js";
import type { EnvironmentDefinition, VectorEnvironment } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import { chooseActions } from "../step-cost.js";
import { vectorize } from "../vectorize.js";
import { type ThreadOptions, vectorizeInThreads } from "./vectorize-in-threads.node.js";

/** Milliseconds of one step of all copies. */
export interface StepTimes {
  readonly here: number;
  readonly inThreads: number;
}

/** Long enough for physics in WebAssembly to be compiled well. */
const PRACTICE_MILLISECONDS = 150;
const TIMED_MILLISECONDS = 60;

/**
 * Steps copies that nothing else knows of, first in this thread and then in threads, and returns the median time of a step
 * of all. Takes about half a second.
 */
export async function timeSteps(
  definition: EnvironmentDefinition,
  copies: number,
  options: Pick<ThreadOptions, "source" | "threads" | "ownShare">,
  random: Random,
): Promise<StepTimes> {
  const loaded = await loadEnvironment(definition);
  const here = medianStep(vectorize(loaded, copies, random.split("here")), random);
  const elsewhere = vectorizeInThreads(loaded, copies, random.split("threads"), options);
  return { here, inThreads: medianStep(elsewhere, random) };
}

/** Closes the vector. */
function medianStep(vector: VectorEnvironment, random: Random): number {
  const { definition, count } = vector;
  const times: number[] = [];
  try {
    vector.reset();
    const begin = performance.now();
    for (let now = begin; now - begin < PRACTICE_MILLISECONDS + TIMED_MILLISECONDS; ) {
      const actions = chooseActions(definition, vector.actionMasks, random, count);
      const start = performance.now();
      vector.step(actions);
      now = performance.now();
      if (start - begin >= PRACTICE_MILLISECONDS) times.push(now - start);
    }
  } finally {
    vector.close();
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1] ?? Number.NaN;
}
