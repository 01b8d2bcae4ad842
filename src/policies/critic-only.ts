import { UsageError } from "../errors.js";
import { partsOf, type Space, sizeOf, stretchesWithout } from "../spaces/index.js";
import { add, concat, constant, mul, slice, substitute, type Tensor } from "../tensor/index.js";
import type { NetworkFunction } from "./networks.js";

/** What the policy sees of flat observations [batch, observationSize]: all that is not for the critic alone. */
export function visibleObservation(observation: Tensor, space: Space, criticOnly: readonly string[] = []): Tensor {
  if (criticOnly.length === 0) return observation;
  return concat(
    stretchesWithout(space, criticOnly).map(([from, to]) => slice(observation, 1, from, to)),
    1,
  );
}

/**
 * The whole flat observation [batch, observationSize] from what the policy sees of it, with constants in the place of the
 * rest: those of `fill` [observationSize], default 0.
 */
export function completeObservation(
  visible: Tensor,
  space: Space,
  criticOnly: readonly string[] = [],
  fill?: ArrayLike<number>,
): Tensor {
  if (criticOnly.length === 0) return visible;
  const zero = mul(slice(visible, 1, 0, 1), 0);
  let next = 0;
  const parts = partsOf(space).map(({ path, offset, size }) => {
    if (criticOnly.includes(path[0] ?? "")) {
      const values = Float32Array.from({ length: size }, (_, i) => fill?.[offset + i] ?? 0);
      return add(zero, constant(values, [1, size]));
    }
    next += size;
    return slice(visible, 1, next - size, next);
  });
  return concat(parts, 1);
}

/** A network of the user's own whose policy gets zeros in the place of what only the critic sees. */
export function blinded(network: NetworkFunction, space: Space, criticOnly: readonly string[] = []): NetworkFunction {
  if (criticOnly.length === 0) return network;
  if (network.sequenceLength !== undefined) {
    throw new UsageError({
      code: "unsupported-network",
      message: `The environment shows "${criticOnly[0]}" to the critic alone, and a recurrentNetwork of one's own cannot keep it from the policy.`,
      fix: "Use network: { memory: { … } }, or an environment that shows both the same.",
    });
  }
  const seen = new Float32Array(sizeOf(space));
  for (const [from, to] of stretchesWithout(space, criticOnly)) seen.fill(1, from, to);
  return (scope, observation, recur) => {
    const built = network(scope, observation, recur);
    // whoever called this says what is missing
    if (!built?.policy) return built;
    const [policy] = substitute([built.policy], new Map([[observation, mul(observation, constant(seen))]]));
    return { ...built, policy: policy as Tensor };
  };
}
