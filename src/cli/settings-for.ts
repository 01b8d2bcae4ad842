import { UsageError } from "../errors.js";
import { didYouMean } from "../text.js";
import { type Settings, withAssignments } from "./settings.js";

/**
 * Lays `key=value` assignments over the options of every algorithm, and `algorithm:key=value` over those of one.
 * Throws UsageError `invalid-setting` for assignments that are neither, or name an algorithm that is not compared.
 */
export function settingsFor(
  algorithms: readonly string[],
  assignments: readonly string[],
): (algorithm: string, options: Settings) => Settings {
  const addressed = assignments.map((assignment) => {
    const [, algorithm, rest] = assignment.match(/^([^=:]*):(.*)$/s) ?? [];
    if (algorithm === undefined || rest === undefined) return { algorithm: undefined, assignment };
    if (!algorithms.includes(algorithm)) {
      throw new UsageError({
        code: "invalid-setting",
        message: `--set was given "${assignment}", but "${algorithm}" is not among the algorithms.`,
        fix: `${didYouMean(algorithm, algorithms)}Compared are: ${algorithms.join(", ")}.`,
      });
    }
    return { algorithm, assignment: rest };
  });
  return (name, options) => {
    const those = addressed.filter(({ algorithm }) => algorithm === undefined || algorithm === name);
    return withAssignments(
      options,
      those.map(({ assignment }) => assignment),
    );
  };
}
