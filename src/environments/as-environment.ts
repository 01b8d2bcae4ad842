import { UsageError } from "../errors.js";
import type { Random } from "../random/index.js";
import { type Space, sizeOf, unflatten, type ValueOf } from "../spaces/index.js";
import { createActions, writeAction } from "./action-writer.js";
import { requireEnvironment } from "./contract.js";
import type { Dynamics, Environment, EnvironmentDefinition, EnvironmentMetadata } from "./environment.js";
import { requireLoaded } from "./load-environment.js";

/**
 * Any definition as one environment object, for stepping by hand. Time limits are not applied: only `vectorize` and its
 * users count steps. `getState` leaves out the generator, which belongs to the caller; the `setState` of a `dynamics`
 * definition also takes a start state as recorded trajectories give it (`initialStateSize` numbers).
 * Throws UsageError `environment-not-loaded`, RunError `invalid-environment-object` or `asynchronous-environment` for what
 * is no environment.
 */
export function asEnvironment<O extends Space, A extends Space>(
  definition: EnvironmentDefinition<O, A>,
  random: Random,
): Environment<ValueOf<O>, ValueOf<A>> {
  const loaded = requireLoaded(definition);
  if (loaded.create !== undefined) {
    const environment = loaded.create(random);
    requireEnvironment(definition.id, environment);
    return environment;
  }
  return viewDynamics(definition, loaded.dynamics, random) as Environment<ValueOf<O>, ValueOf<A>>;
}

function viewDynamics(
  { id, observationSpace, actionSpace }: EnvironmentMetadata,
  dynamics: Dynamics,
  random: Random,
): Environment<ValueOf<Space>, ValueOf<Space>> {
  const state = new Float64Array(dynamics.stateSize);
  const values = new Float32Array(sizeOf(observationSpace));
  const action = createActions(actionSpace, 1);

  function observe(): ValueOf<Space> {
    dynamics.observe(state, 0, values, 0);
    return unflatten(observationSpace, values);
  }

  return {
    reset() {
      dynamics.reset(state, 0, random);
      return observe();
    },
    step(value) {
      writeAction(actionSpace, value, action, 0);
      const reward = dynamics.step(state, 0, action, 0);
      return { observation: observe(), reward, terminated: dynamics.isTerminal(state, 0) };
    },
    getState: () => state.slice(),
    setState(saved) {
      const numbers = saved as ArrayLike<number>;
      const length = numbers?.length;
      if (length !== state.length && length !== dynamics.initialStateSize) {
        throw new UsageError({
          code: "invalid-environment-state",
          message: `A state of "${id}" has ${state.length} numbers, but got ${length ?? String(saved)}.`,
          fix: "Pass what getState returned.",
        });
      }
      state.set(numbers);
      if (length < state.length) dynamics.completeState?.(state, 0);
    },
  };
}
