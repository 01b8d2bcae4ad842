import { UsageError } from "../../errors.js";
import { type Box, flattenInto, type Space, sizeOf } from "../../spaces/index.js";
import type { EnvironmentDefinition } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import { checked, forward, forwardDynamics } from "./forward.js";
import { withoutCriticOnly } from "./without-critic-only.js";

export interface ObservationTransform {
  /** What the transformed observations look like. */
  readonly observationSpace: Box;
  /** From the flat observation, which is reused by the next call, to as many numbers as `observationSpace` holds. */
  readonly transform: (observation: Float32Array) => ArrayLike<number>;
}

/**
 * The same environment seen otherwise, by the policy and the critic alike: what is for the critic alone is left out. A
 * result of the wrong length throws UsageError `wrong-shape`.
 */
export function transformObservation<O extends Space, A extends Space>(
  definition: EnvironmentDefinition<O, A>,
  { observationSpace, transform }: ObservationTransform,
): EnvironmentDefinition<Box, A> {
  const inner = withoutCriticOnly(definition as EnvironmentDefinition);
  const size = observationSpace.low.length;

  function apply(observation: Float32Array): ArrayLike<number> {
    const result = transform(observation);
    if (result.length === size) return result;
    throw new UsageError({
      code: "wrong-shape",
      message: `The transformed observation of "${inner.id}" has ${result.length} numbers, but its space holds ${size}.`,
      fix: "Return as many numbers as the observationSpace given to transformObservation holds.",
    });
  }

  return transformAny(inner, observationSpace, apply) as EnvironmentDefinition<Box, A>;
}

function transformAny(
  definition: EnvironmentDefinition,
  observationSpace: Box,
  apply: (observation: Float32Array) => ArrayLike<number>,
): EnvironmentDefinition {
  const { create, dynamics, load, mirror, ...metadata } = definition;
  if (load !== undefined) {
    return {
      ...metadata,
      observationSpace,
      load: async () => transformAny(await loadEnvironment(definition), observationSpace, apply),
    };
  }
  const innerSize = sizeOf(definition.observationSpace);
  if (dynamics !== undefined) {
    const flat = new Float32Array(innerSize);
    return {
      ...metadata,
      observationSpace,
      dynamics: forwardDynamics(dynamics, {
        observe(state, offset, observations, observationOffset) {
          dynamics.observe(state, offset, flat, 0);
          const result = apply(flat);
          for (let i = 0; i < result.length; i++) observations[observationOffset + i] = result[i]!;
        },
      }),
    };
  }
  return {
    ...metadata,
    observationSpace,
    create: (random) => {
      const inner = checked(definition.id, create(random));
      const flat = new Float32Array(innerSize);
      const see = (observation: unknown): Float32Array => {
        flattenInto(definition.observationSpace, observation, flat);
        return Float32Array.from(apply(flat));
      };
      return forward(inner, {
        reset: () => see(inner.reset()),
        step(action) {
          const result = inner.step(action);
          return { ...result, observation: see(result.observation) };
        },
      });
    },
  };
}
