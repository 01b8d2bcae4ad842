import { choicesOf, type Space } from "../spaces/index.js";

/** Undefined if the mask suits the action space, otherwise what is wrong with it: every position needs an allowed choice. */
export function maskProblem(actionSpace: Space, mask: ArrayLike<number>): string | undefined {
  const choices = choicesOf(actionSpace);
  if (choices === 0) return `there is an action mask, but a ${actionSpace.kind} action space has no choices to mask`;
  if (mask.length !== choices)
    return `the action mask has ${mask.length} entries, but the action space has ${choices} choices`;
  const groups = actionSpace.kind === "multi-discrete" ? actionSpace.nvec : [choices];
  let start = 0;
  for (const group of groups) {
    let allowed = 0;
    for (let i = start; i < start + group; i++) if (mask[i] !== 0) allowed++;
    if (allowed === 0) return `the action mask forbids all of the choices ${start} to ${start + group - 1}`;
    start += group;
  }
  return undefined;
}
