import { UsageError } from "../errors.js";
import { NORMALIZER_SCALE, NORMALIZER_SHIFT, type Policy, policyParameters } from "../policies/index.js";
import type { Trainee } from "./trainee.js";

/**
 * Starts from a policy's parameters and, where observations are normalized, from its statistics, taken to have seen as
 * many steps as the policy was trained for. Throws UsageError `warm-start-mismatch` if networks or normalization differ.
 */
export function startFrom(policy: Policy, { learner, statistics }: Trainee): void {
  const { constants, metadata } = policy;
  const parameters = policyParameters(policy, learner.model);
  const shift = constants.get(NORMALIZER_SHIFT);
  const scale = constants.get(NORMALIZER_SCALE);
  if ((shift !== undefined && scale !== undefined) !== (statistics !== undefined)) {
    throw mismatch(
      statistics ? "was trained without normalized observations" : "was trained with normalized observations",
      `Set normalizeObservation to ${statistics === undefined}.`,
    );
  }
  if (statistics && shift && scale) {
    const count = Math.max(1, metadata.steps);
    // scale = 1 / √variance
    statistics.setState({
      mean: Float64Array.from(shift),
      squares: Float64Array.from(scale, (s) => count / s ** 2),
      count,
    });
  }
  learner.warmStart(parameters);
}

function mismatch(what: string, fix: string): UsageError {
  return new UsageError({ code: "warm-start-mismatch", message: `The policy to start from ${what}.`, fix });
}
