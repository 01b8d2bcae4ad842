import { UsageError } from "../../errors.js";
import { type Box, box, flattenInto, type Space, sizeOf } from "../../spaces/index.js";
import type { Dynamics, EnvironmentDefinition, Snapshot } from "../environment.js";
import { loadEnvironment } from "../load-environment.js";
import { type AnyEnvironment, checked, forward } from "./forward.js";
import { withoutCriticOnly } from "./without-critic-only.js";

/**
 * The last `frames` observations, oldest first: shape [frames, ...shape] for a Box, [frames, size] of the flat observation
 * otherwise, without what only the critic sees. At reset every frame is the first observation. Throws UsageError
 * `invalid-range` unless frames is a whole number ≥ 1.
 */
export function frameStack<O extends Space, A extends Space>(
  definition: EnvironmentDefinition<O, A>,
  frames: number,
): EnvironmentDefinition<Box, A> {
  if (!Number.isSafeInteger(frames) || frames < 1) {
    throw new UsageError({
      code: "invalid-range",
      message: `frameStack cannot stack ${frames} frames.`,
      fix: "Give a whole number ≥ 1, for example 4.",
    });
  }
  return stackAny(withoutCriticOnly(definition as EnvironmentDefinition), frames) as EnvironmentDefinition<Box, A>;
}

function stackAny(definition: EnvironmentDefinition, frames: number): EnvironmentDefinition {
  const { create, dynamics, load, mirror, ...metadata } = definition;
  const observationSpace = stackSpace(definition.observationSpace, frames);
  if (load !== undefined) {
    return { ...metadata, observationSpace, load: async () => stackAny(await loadEnvironment(definition), frames) };
  }
  const size = sizeOf(definition.observationSpace);
  if (dynamics !== undefined) return { ...metadata, observationSpace, dynamics: stackDynamics(dynamics, size, frames) };
  return {
    ...metadata,
    observationSpace,
    create: (random) => stackObject(checked(definition.id, create(random)), definition.observationSpace, frames),
  };
}

function stackSpace(space: Space, frames: number): Box {
  if (space.kind !== "box") return box({ shape: [frames, sizeOf(space)], low: 0, high: 1 });
  const repeat = (bounds: Float32Array) => Array.from({ length: frames }, () => [...bounds]).flat();
  return box({ shape: [frames, ...space.shape], low: repeat(space.low), high: repeat(space.high) });
}

/** Frames live behind the inner state, so saving and restoring them comes for free. */
function stackDynamics(inner: Dynamics, size: number, frames: number): Dynamics {
  const newest = inner.stateSize + (frames - 1) * size;
  const frame = new Float32Array(size);

  function append(state: Float64Array, offset: number): void {
    const first = offset + inner.stateSize;
    state.copyWithin(first, first + size, first + frames * size);
    inner.observe(state, offset, frame, 0);
    for (let i = 0; i < size; i++) state[offset + newest + i] = frame[i]!;
  }

  return {
    stateSize: inner.stateSize + frames * size,
    reset(state, offset, random) {
      inner.reset(state, offset, random);
      for (let i = 0; i < frames; i++) append(state, offset);
    },
    step(state, offset, actions, actionOffset) {
      const reward = inner.step(state, offset, actions, actionOffset);
      append(state, offset);
      return reward;
    },
    isTerminal: (state, offset) => inner.isTerminal(state, offset),
    observe(state, offset, observations, observationOffset) {
      const first = offset + inner.stateSize;
      for (let i = 0; i < frames * size; i++) observations[observationOffset + i] = state[first + i]!;
    },
  };
}

function stackObject(inner: AnyEnvironment, space: Space, frames: number): AnyEnvironment {
  const size = sizeOf(space);
  const stack = new Float32Array(frames * size);

  function append(observation: unknown): void {
    stack.copyWithin(0, size);
    flattenInto(space, observation, stack, (frames - 1) * size);
  }

  const state =
    inner.getState === undefined || inner.setState === undefined
      ? {}
      : {
          getState: (): Snapshot => ({ stack: stack.slice(), inner: inner.getState!() }),
          setState(saved: Snapshot) {
            const record = saved as { readonly stack: Float32Array; readonly inner: Snapshot };
            stack.set(record.stack);
            inner.setState!(record.inner);
          },
        };

  return forward(inner, {
    reset() {
      const observation = inner.reset();
      for (let i = 0; i < frames; i++) append(observation);
      return stack.slice();
    },
    step(action) {
      const result = inner.step(action);
      append(result.observation);
      return { ...result, observation: stack.slice() };
    },
    ...state,
  });
}
