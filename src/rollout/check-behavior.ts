import { UsageError } from "../errors.js";
import type { Fragment } from "./fragment.js";

/** What data must look like to be learned from. */
export interface ExpectedData {
  readonly observationSize: number;
  readonly actionType: "int32" | "float32" | "bool";
  readonly actionSize: number;
  readonly parameterSize: number;
  /** Choices in each position, where the parameters are logits: see `DistributionFamily.choices`. */
  readonly choices?: readonly number[];
}

/**
 * Throws a UsageError for data of another policy that importance weights cannot correct: from other spaces, without
 * log μ(a|s), with masks that leave no action, or with μ(a|s) = 0 for an action that the target policy may take.
 */
export function checkBehaviorData(name: string, data: Fragment, expected: ExpectedData): void {
  const rows = data.steps * data.environments;
  const { observationSize, actionType, actionSize, parameterSize, choices } = expected;
  const lengths: [column: string, actual: ArrayLike<number> | undefined, width: number][] = [
    ["observations", data.observations, observationSize],
    ["actions", data.actions, actionSize],
    ["rewards", data.rewards, 1],
    ["terminated", data.terminated, 1],
    ["truncated", data.truncated, 1],
  ];
  if (data.masks) lengths.push(["masks", data.masks, parameterSize]);
  for (const [column, actual, width] of lengths) {
    if (actual?.length === rows * width) continue;
    throw new UsageError({
      code: "other-spaces",
      message: `${name}: "${column}" holds ${actual?.length ?? "no"} numbers, but ${rows} steps of this task have ${rows} · ${width} = ${rows * width}.`,
      fix: "Give data of the same observation and action spaces, in time-major order.",
    });
  }
  if ((actionType === "int32") !== data.actions instanceof Int32Array) {
    throw new UsageError({
      code: "other-spaces",
      message: `${name}: the actions are a ${data.actions.constructor.name}, but this task's are ${actionType}.`,
      fix: "Give data of the same action space.",
    });
  }
  const { behaviorLogProbs, behaviorParameters, actions, masks } = data;
  if (behaviorLogProbs?.length !== rows) {
    throw new UsageError({
      code: "no-behavior-log-probs",
      message: `${name}: ${rows} steps come with ${behaviorLogProbs?.length ?? 0} log-probabilities log μ(a|s).`,
      fix: "Record the behavior policy's log-probability beside every action: without it there is no importance weight.",
    });
  }
  if (behaviorParameters?.length !== rows * parameterSize) {
    throw new UsageError({
      code: "other-spaces",
      message: `${name}: "behaviorParameters" holds ${behaviorParameters?.length ?? "no"} numbers, but ${rows} steps of this task have ${rows} · ${parameterSize}.`,
      fix: "Record the behavior policy's distribution parameters beside every action.",
    });
  }
  for (let row = 0; row < rows; row++) {
    if (!Number.isFinite(behaviorLogProbs[row]!))
      throw noSupport(name, row, "the action taken", behaviorLogProbs[row]!);
    if (!choices) continue;
    requireChoices(name, row, actions, choices);
    if (masks) requireLegalChoices(name, row, masks, choices);
    const missing = excludedChoice(data, row, choices, parameterSize);
    if (missing !== undefined) throw noSupport(name, row, missing, Number.NEGATIVE_INFINITY);
  }
}

function requireChoices(name: string, row: number, actions: ArrayLike<number>, choices: readonly number[]): void {
  for (const [position, count] of choices.entries()) {
    const action = actions[row * choices.length + position]!;
    if (action >= 0 && action < count) continue;
    const place = choices.length === 1 ? "" : `, position ${position},`;
    throw new UsageError({
      code: "other-spaces",
      message: `${name}: the action at row ${row}${place} is ${action}, but this task has ${count} choices, from 0.`,
      fix: "Give data of the same action space, with actions counted from 0.",
    });
  }
}

function requireLegalChoices(name: string, row: number, masks: Uint8Array, choices: readonly number[]): void {
  let first = row * choices.reduce((total, count) => total + count, 0);
  for (const [position, count] of choices.entries()) {
    if (!masks.subarray(first, first + count).includes(1)) {
      throw new UsageError({
        code: "no-legal-action",
        message: `${name}: the mask at row ${row} forbids all of its ${count} choices${choices.length === 1 ? "" : ` of position ${position}`}.`,
        fix: "Leave the row out, or end the episode where nothing can be done any more.",
      });
    }
    first += count;
  }
}

/** In words, an allowed choice whose probability is 0 in float32; undefined if there is none. */
function excludedChoice(
  { behaviorParameters, masks }: Fragment,
  row: number,
  choices: readonly number[],
  parameterSize: number,
): string | undefined {
  const logits = behaviorParameters.subarray(row * parameterSize, (row + 1) * parameterSize);
  const name = (position: number, choice: number) =>
    choices.length === 1 ? `action ${choice}` : `choice ${choice} of position ${position}`;
  // Bernoulli: σ(l) and σ(−l)
  if (parameterSize === choices.length && choices.every((count) => count === 2)) {
    const position = logits.findIndex((logit) => Math.fround(Math.exp(-Math.abs(logit))) === 0);
    return position < 0 ? undefined : name(position, logits[position]! > 0 ? 0 : 1);
  }
  let first = 0;
  for (const [position, count] of choices.entries()) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = first; i < first + count; i++) largest = Math.max(largest, logits[i]!);
    for (let i = first; i < first + count; i++) {
      const allowed = masks === undefined || masks[row * parameterSize + i] === 1;
      if (allowed && Math.fround(Math.exp(logits[i]! - largest)) === 0) return name(position, i - first);
    }
    first += count;
  }
  return undefined;
}

function noSupport(name: string, row: number, action: string, logProb: number): UsageError {
  return new UsageError({
    code: "behavior-without-support",
    message: `${name}: the behavior policy gives ${action} at row ${row} a log-probability of ${logProb}, but the target policy may take it.`,
    fix: "Use data of a policy that takes every allowed action now and then: μ(a|s) > 0 wherever π(a|s) > 0.",
  });
}
