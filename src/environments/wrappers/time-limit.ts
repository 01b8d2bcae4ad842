import type { Space } from "../../spaces/index.js";
import type { EnvironmentDefinition } from "../environment.js";
import { validateDefinition } from "../validate-definition.js";

/** The same environment with episodes of at most `steps` steps, in place of its own limit. Throws UsageError `invalid-environment` unless steps is a whole number ≥ 1. */
export function timeLimit<O extends Space, A extends Space>(
  definition: EnvironmentDefinition<O, A>,
  steps: number,
): EnvironmentDefinition<O, A> {
  const limited = { ...definition, maxEpisodeSteps: steps };
  validateDefinition(limited as EnvironmentDefinition);
  return limited;
}
