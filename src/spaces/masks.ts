import { describeValue } from "./describe-value.js";
import { choicesOf } from "./size.js";
import type { Space } from "./space.js";

/** Whether an entry of a mask, already found to be sound, allows its choice. */
export function isAllowed(entry: unknown): boolean {
  return entry === 1 || entry === true;
}

function isForbidden(entry: unknown): boolean {
  return entry === 0 || entry === false;
}

/**
 * Undefined if the mask suits the action space, otherwise what is wrong with it: every entry is 0, 1, false or true, and
 * every position has an allowed choice.
 */
export function maskProblem(actionSpace: Space, mask: unknown): string | undefined {
  const choices = choicesOf(actionSpace);
  if (choices === 0) return `there is an action mask, but a ${actionSpace.kind} action space has no choices to mask`;
  if (!isList(mask)) return `the action mask is ${describeValue(mask)}, not an array of ${choices} entries`;
  if (mask.length !== choices)
    return `the action mask has ${mask.length} entries, but the action space has ${choices} choices`;
  for (let i = 0; i < choices; i++) {
    if (isAllowed(mask[i]) || isForbidden(mask[i])) continue;
    return `entry ${i} of the action mask is ${describeEntry(mask[i])}, not 0, 1, false or true`;
  }
  const groups = actionSpace.kind === "multi-discrete" ? actionSpace.nvec : [choices];
  let start = 0;
  for (const group of groups) {
    let allowed = 0;
    for (let i = start; i < start + group; i++) if (isAllowed(mask[i])) allowed++;
    if (allowed === 0) return `the action mask forbids all of the choices ${start} to ${start + group - 1}`;
    start += group;
  }
  return undefined;
}

function isList(mask: unknown): mask is ArrayLike<unknown> {
  return Array.isArray(mask) || (ArrayBuffer.isView(mask) && "length" in mask);
}

function describeEntry(entry: unknown): string {
  return typeof entry === "number" ? String(entry) : describeValue(entry);
}
