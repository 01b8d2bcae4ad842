import { compileBound } from "../nn/index.js";
import { compile, type Program, type TensorData } from "../runtime/index.js";
import { input, type Tensor } from "../tensor/index.js";
import type { ActorCritic } from "./actor-critic.js";

/** A program that chooses actions, with the parameters in use. */
export interface ActingProgram {
  /** Sets the parameters for the runs to come, and about how many there will be. */
  use(values: Float32Array, runs: number): Promise<void>;
  run(feeds: Readonly<Record<string, TensorData>>): Promise<ChosenActions>;
  release(): Promise<void>;
}

export interface ChosenActions {
  readonly action: TensorData;
  /** [batch, stateSize], where the policy has a memory. */
  readonly nextState?: TensorData;
}

/** The programs of a policy in training. With a memory, those that act for one step are fed a `state` [batch, stateSize] too. */
export interface ActingPrograms {
  /** observation, noise (and mask) → `action`, with the parameters in use */
  readonly sample: ActingProgram;
  /**
   * parameters, observation, action (and mask) → `logProb`, `distribution` (its parameters), `value`. With a memory, of
   * whole sequences, from their `initialState` and `episodeStart`.
   */
  readonly evaluate: Program<"logProb" | "distribution" | "value">;
  /** observation (and mask) → `action`, the most probable one, with the parameters in use */
  mode(): Promise<ActingProgram>;
  /** parameters, observation → `value`, of single steps */
  readonly value: Program<"value">;
}

/**
 * Compiles what a rollout needs. Log-probabilities, distributions and values are computed for many steps at once after
 * acting, not at every step: one large run costs far less than many small ones.
 */
export async function compileActing(model: ActorCritic): Promise<ActingPrograms> {
  const { parameters, value, noise, family, memory } = model;
  const { distribution } = model.head;
  const step = memory?.step ?? model;
  const action = input("action", family.actionShape, family.actionType);
  const acting = (chosen: Tensor): Promise<ActingProgram> =>
    memory
      ? compileBound(parameters, { action: chosen, nextState: memory.step.nextState })
      : compileBound(parameters, { action: chosen });
  const [sample, evaluate, values] = await Promise.all([
    acting(step.head.sample(input("noise", ["batch", noise.size]))),
    compile({
      outputs: parameters.bind({
        logProb: distribution.logProb(action),
        distribution: distribution.parameters,
        value,
      }),
    }),
    compile({ outputs: parameters.bind({ value: step.value }) }),
  ]);
  let mode: Promise<ActingProgram> | undefined;
  return {
    sample,
    evaluate,
    value: values,
    mode() {
      mode ??= acting(step.head.distribution.mode());
      return mode;
    },
  };
}
