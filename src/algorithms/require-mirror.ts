import type { Mirror } from "../environments/index.js";
import { UsageError } from "../errors.js";
import type { ActorCritic } from "../policies/index.js";
import type { Task } from "./algorithm.js";

/**
 * The symmetry that samples are mirrored by. Throws UsageError `no-mirror` where the environment declares none, and
 * `invalid-option` for policies whose images are not known: those with a memory.
 */
export function requireMirror({ mirror }: Task, { memory }: ActorCritic): Mirror {
  if (mirror === undefined) {
    throw new UsageError({
      code: "no-mirror",
      message: "mirrored is true, but the environment declares no mirror.",
      fix: "Leave mirrored out, or tell in the environment's definition what observations and actions are in the mirror.",
    });
  }
  if (memory !== undefined) {
    throw new UsageError({
      code: "invalid-option",
      message: "mirrored is true, but the policy has a memory, whose mirror image is not known.",
      fix: "Leave out either mirrored or network.memory.",
    });
  }
  return mirror;
}
