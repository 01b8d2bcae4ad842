import { UsageError } from "../errors.js";
import type { ActorCritic } from "./actor-critic.js";
import type { Policy } from "./policy.js";

/** A policy's parameters in the order of a model's: [size]. Throws UsageError `warm-start-mismatch` for another network. */
export function policyParameters(
  policy: Policy,
  { parameters, memory }: Pick<ActorCritic, "parameters" | "memory">,
): Float32Array {
  const stateSize = memory?.stateSize ?? 0;
  if (policy.stateSize !== stateSize) {
    throw new UsageError({
      code: "warm-start-mismatch",
      message: `The policy to start from has a memory of ${policy.stateSize} numbers, but the network one of ${stateSize}.`,
      fix: "Use the same network.memory as the policy was trained with.",
    });
  }
  const values = new Float32Array(parameters.size);
  const { constants } = policy;
  for (const { name, offset, size } of parameters.layout) {
    const constant = constants.get(name);
    if (constant?.length !== size) {
      throw new UsageError({
        code: "warm-start-mismatch",
        message: `The policy to start from has ${constant ? `${constant.length} numbers` : "nothing"} for "${name}", but the network needs ${size}.`,
        fix: "Use the same network, spaces and exploration as the policy was trained with.",
      });
    }
    values.set(constant, offset);
  }
  return values;
}
