import { sizeOf, stretchesWithout, withoutKeys } from "../../spaces/index.js";
import type { EnvironmentDefinition } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import { checked, forward, forwardDynamics } from "./forward.js";

/** The environment as its policies see it: without the keys of observations that are for the critic alone. */
export function withoutCriticOnly(definition: EnvironmentDefinition): EnvironmentDefinition {
  const { create, dynamics, load, criticOnly = [], mirror: _, ...metadata } = definition;
  if (criticOnly.length === 0) return definition;
  const whole = definition.observationSpace;
  const seen = { ...metadata, observationSpace: withoutKeys(whole, criticOnly) };
  if (load !== undefined) return { ...seen, load: async () => withoutCriticOnly(await loadEnvironment(definition)) };
  if (dynamics !== undefined) {
    const flat = new Float32Array(sizeOf(whole));
    const stretches = stretchesWithout(whole, criticOnly);
    return {
      ...seen,
      dynamics: forwardDynamics(dynamics, {
        observe(state, offset, observations, observationOffset) {
          dynamics.observe(state, offset, flat, 0);
          let place = observationOffset;
          for (let i = 0; i < stretches.length; i++) {
            const [from, to] = stretches[i]!;
            for (let j = from; j < to; j++) observations[place++] = flat[j]!;
          }
        },
      }),
    };
  }
  const see = (observation: unknown) =>
    Object.fromEntries(
      Object.entries(observation as Readonly<Record<string, unknown>>).filter(([key]) => !criticOnly.includes(key)),
    ) as never;
  return {
    ...seen,
    create: (random) => {
      const inner = checked(definition.id, create(random));
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
