import { UsageError } from "../errors.js";
import { partsOf, type Space } from "../spaces/index.js";
import { NORMALIZER_SCALE, NORMALIZER_SHIFT } from "./normalizer.js";
import { observationName } from "./observation-inputs.js";

/** Inputs and outputs of the exported policy and, with frozen parameters, of the one that acts in training. */
const RESERVED: readonly string[] = [
  "observation",
  "mask",
  "noise",
  "state",
  "next_state",
  "nextState",
  "action",
  "sampled_action",
  "distribution",
  "value",
  NORMALIZER_SHIFT,
  NORMALIZER_SCALE,
];

/** Names that are made up while an ONNX file is written. */
const GENERATED = /^[#%]\d+$/;

/**
 * Throws a UsageError if the exported file could not tell a parameter from an input or output, or one part of the
 * observation from another: before anything is trained.
 */
export function requireDistinctNames(parameters: readonly string[], observationSpace: Space): void {
  const observations = partsOf(observationSpace).map(({ path }) => observationName(path));
  const double = observations.find((name, i) => observations.indexOf(name) < i);
  if (double !== undefined) {
    throw new UsageError({
      code: "reserved-name",
      message: `Two parts of the observation would both be called "${double}" in an exported policy.`,
      fix: "Rename one of the keys of the observation's dict; keys are joined by dots.",
    });
  }
  const clash = parameters.find(
    (name) => RESERVED.includes(name) || observations.includes(name) || GENERATED.test(name),
  );
  if (clash === undefined) return;
  throw new UsageError({
    code: "reserved-name",
    message: `The network has a parameter "${clash}", but the policy needs that name itself.`,
    fix: `Declare it in a scope, as in scope.scope("network").parameter("${clash}", …), or rename it.`,
  });
}
