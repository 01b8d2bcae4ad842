import type { EnvironmentDefinition } from "../environments/index.js";
import { UsageError } from "../errors.js";
import { describeSpaces, spaceToJSON } from "../spaces/index.js";
import type { PolicyMetadata } from "./export.js";

/** Throws UsageError `space-mismatch` that names both spaces, where a policy cannot act. */
export function requireSameSpaces(trained: PolicyMetadata, definition: EnvironmentDefinition): void {
  for (const name of ["observationSpace", "actionSpace"] as const) {
    const [ours, theirs] = [trained[name], definition[name]];
    if (JSON.stringify(spaceToJSON(ours)) === JSON.stringify(spaceToJSON(theirs))) continue;
    const [left, right] = describeSpaces(ours, theirs);
    const what = name === "actionSpace" ? "action space" : "observation space";
    throw new UsageError({
      code: "space-mismatch",
      message: `The policy's ${what} is ${left} (${trained.environment}), but that of ${definition.id} is ${right}${left === right ? " with other bounds" : ""}.`,
      fix: `Use it on ${trained.environment}, or on an environment with the same spaces.`,
    });
  }
}
