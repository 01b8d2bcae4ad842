import type { Space, ValueOf } from "../../spaces/index.js";
import { requireEnvironment, requireResult, requireSynchronous } from "../contract.js";
import type { Dynamics, Environment } from "../environment.js";

/** An environment whose spaces are known only at run time. */
export type AnyEnvironment = Environment<ValueOf<Space>, ValueOf<Space>>;

/** Everything that `inner` offers, with some of it replaced. */
export function forward(inner: AnyEnvironment, changes: Partial<AnyEnvironment>): AnyEnvironment {
  return {
    reset: () => inner.reset(),
    step: (action) => inner.step(action),
    ...(inner.actionMask === undefined ? {} : { actionMask: () => inner.actionMask!() }),
    ...(inner.getState === undefined ? {} : { getState: () => inner.getState!() }),
    ...(inner.setState === undefined ? {} : { setState: (state) => inner.setState!(state) }),
    ...(inner.episodeFigures === undefined ? {} : { episodeFigures: () => inner.episodeFigures!() }),
    ...(inner.picture === undefined ? {} : { picture: () => inner.picture!() }),
    close: () => inner.close?.(),
    ...changes,
  };
}

/** What `create` made, checked before a wrapper reads it: a promise would otherwise pass for an odd result. */
export function checked(id: string, inner: AnyEnvironment): AnyEnvironment {
  requireEnvironment(id, inner);
  return forward(inner, {
    reset() {
      const observation = inner.reset();
      requireSynchronous(id, "reset", observation);
      return observation;
    },
    step(action) {
      const result = inner.step(action);
      requireResult(id, result);
      return result;
    },
  });
}

/** The same dynamics with some functions replaced; works for objects and class instances alike. */
export function forwardDynamics(inner: Dynamics, changes: Partial<Dynamics>): Dynamics {
  return {
    stateSize: inner.stateSize,
    ...(inner.initialStateSize === undefined ? {} : { initialStateSize: inner.initialStateSize }),
    reset: (state, offset, random) => inner.reset(state, offset, random),
    ...(inner.completeState === undefined
      ? {}
      : { completeState: (state, offset) => inner.completeState!(state, offset) }),
    step: (state, offset, actions, actionOffset) => inner.step(state, offset, actions, actionOffset),
    isTerminal: (state, offset) => inner.isTerminal(state, offset),
    observe: (state, offset, observations, observationOffset) =>
      inner.observe(state, offset, observations, observationOffset),
    ...(inner.secondsPerStep === undefined ? {} : { secondsPerStep: inner.secondsPerStep }),
    ...(inner.simulation === undefined ? {} : { simulation: inner.simulation }),
    ...(inner.commands === undefined ? {} : { commands: inner.commands }),
    ...(inner.obey === undefined ? {} : { obey: (state, offset) => inner.obey!(state, offset) }),
    ...(inner.episodeFigures === undefined ? {} : { episodeFigures: inner.episodeFigures }),
    ...(inner.readEpisodeFigures === undefined
      ? {}
      : { readEpisodeFigures: (state, offset, figures) => inner.readEpisodeFigures!(state, offset, figures) }),
    ...changes,
  };
}
