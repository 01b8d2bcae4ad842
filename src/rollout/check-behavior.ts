import { UsageError } from "../errors.js";
import type { Fragment } from "./fragment.js";

/** What data must look like to be learned from. */
export interface ExpectedData {
  readonly observationSize: number;
  readonly actionType: "int32" | "float32" | "bool";
  readonly actionSize: number;
  readonly parameterSize: number;
  /** Whether the parameters are logits, of which one is zero probability. */
  readonly categorical: boolean;
}

/**
 * Throws a UsageError for data of another policy that importance weights cannot correct: from other spaces, without
 * log μ(a|s), with masks that leave no action, or with μ(a|s) = 0 for an action that the target policy may take.
 */
export function checkBehaviorData(name: string, data: Fragment, expected: ExpectedData): void {
  const rows = data.steps * data.environments;
  const { observationSize, actionType, actionSize, parameterSize } = expected;
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
    if (!expected.categorical) continue;
    if (actions[row]! < 0 || actions[row]! >= parameterSize) {
      throw new UsageError({
        code: "other-spaces",
        message: `${name}: the action at row ${row} is ${actions[row]}, but this task has ${parameterSize} choices, from 0.`,
        fix: "Give data of the same action space, with actions counted from 0.",
      });
    }
    if (masks && !masks.subarray(row * parameterSize, (row + 1) * parameterSize).includes(1)) {
      throw new UsageError({
        code: "no-legal-action",
        message: `${name}: the mask at row ${row} forbids all of its ${parameterSize} choices.`,
        fix: "Leave the row out, or end the episode where nothing can be done any more.",
      });
    }
    const logits = behaviorParameters.subarray(row * parameterSize, (row + 1) * parameterSize);
    let largest = Number.NEGATIVE_INFINITY;
    for (let a = 0; a < parameterSize; a++) largest = Math.max(largest, logits[a]!);
    for (let a = 0; a < parameterSize; a++) {
      const allowed = masks === undefined || masks[row * parameterSize + a] === 1;
      if (allowed && Math.fround(Math.exp(logits[a]! - largest)) === 0) {
        throw noSupport(name, row, `action ${a}`, Number.NEGATIVE_INFINITY);
      }
    }
  }
}

function noSupport(name: string, row: number, action: string, logProb: number): UsageError {
  return new UsageError({
    code: "behavior-without-support",
    message: `${name}: the behavior policy gives ${action} at row ${row} a log-probability of ${logProb}, but the target policy may take it.`,
    fix: "Use data of a policy that takes every allowed action now and then: μ(a|s) > 0 wherever π(a|s) > 0.",
  });
}
