import type { Space } from "../../spaces/index.js";
import type { EnvironmentDefinition } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import { checked, forward, forwardDynamics } from "./forward.js";

/** The same environment with another reward, for training and for the reported returns alike. */
export function transformReward<O extends Space, A extends Space>(
  definition: EnvironmentDefinition<O, A>,
  transform: (reward: number) => number,
): EnvironmentDefinition<O, A> {
  return transformAny(definition as EnvironmentDefinition, transform) as EnvironmentDefinition<O, A>;
}

function transformAny(definition: EnvironmentDefinition, transform: (reward: number) => number): EnvironmentDefinition {
  const { create, dynamics, load, ...metadata } = definition;
  if (load !== undefined) {
    return { ...metadata, load: async () => transformAny(await loadEnvironment(definition), transform) };
  }
  if (dynamics !== undefined) {
    return {
      ...metadata,
      dynamics: forwardDynamics(dynamics, {
        step: (state, offset, actions, actionOffset) => transform(dynamics.step(state, offset, actions, actionOffset)),
      }),
    };
  }
  return {
    ...metadata,
    create: (random) => {
      const inner = checked(definition.id, create(random));
      return forward(inner, {
        step(action) {
          const result = inner.step(action);
          return { ...result, reward: transform(result.reward) };
        },
      });
    },
  };
}
