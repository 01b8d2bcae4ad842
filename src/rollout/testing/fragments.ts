import { createRandom, type Random } from "../../random/index.js";
import type { Fragment } from "../index.js";

/** A fragment with the given rewards, values and ends in one environment; whatever is left out is 0. */
export function fragmentOf(columns: {
  readonly rewards: readonly number[];
  readonly values?: readonly number[];
  readonly nextValues?: readonly number[];
  readonly terminated?: readonly number[];
  readonly truncated?: readonly number[];
}): Fragment {
  const { rewards } = columns;
  const steps = rewards.length;
  const fill = (values: readonly number[] = []) => Float32Array.from({ length: steps }, (_, i) => values[i] ?? 0);
  const flags = (values: readonly number[] = []) => Uint8Array.from({ length: steps }, (_, i) => values[i] ?? 0);
  return {
    steps,
    environments: 1,
    observations: new Float32Array(steps),
    actions: new Int32Array(steps),
    masks: undefined,
    rewards: Float32Array.from(rewards),
    terminated: flags(columns.terminated),
    truncated: flags(columns.truncated),
    behaviorLogProbs: new Float32Array(steps),
    behaviorParameters: new Float32Array(steps),
    values: fill(columns.values),
    nextValues: fill(columns.nextValues),
  };
}

/** A fragment of random numbers: every row differs from every other in every column. */
export function randomFragment(steps: number, environments: number, random: Random = createRandom(0)): Fragment {
  const rows = steps * environments;
  const normal = (size: number) => Float32Array.from({ length: rows * size }, () => random.normal());
  const ends = Uint8Array.from({ length: rows }, () => random.integer(6));
  return {
    steps,
    environments,
    observations: normal(3),
    actions: normal(2),
    masks: Uint8Array.from({ length: rows * 4 }, () => random.integer(2)),
    rewards: normal(1),
    terminated: ends.map((end) => (end === 0 ? 1 : 0)),
    truncated: ends.map((end) => (end === 1 ? 1 : 0)),
    behaviorLogProbs: normal(1),
    behaviorParameters: normal(4),
    values: normal(1),
    nextValues: normal(1),
  };
}
