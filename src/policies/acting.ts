import { type BoundProgram, compileBound } from "../nn/index.js";
import { compile, type Program } from "../runtime/index.js";
import { input } from "../tensor/index.js";
import type { ActorCritic } from "./actor-critic.js";

/** The programs of a policy in training. */
export interface ActingPrograms {
  /** observation, noise (and mask) → `action`, with the parameters in use */
  readonly sample: BoundProgram<"action">;
  /** parameters, observation, action (and mask) → `logProb`, `distribution` (its parameters), `value` */
  readonly evaluate: Program<"logProb" | "distribution" | "value">;
  /** observation (and mask) → `action`, the most probable one, with the parameters in use */
  mode(): Promise<BoundProgram<"action">>;
  /** parameters, observation → `value` */
  readonly value: Program<"value">;
}

/**
 * Compiles what a rollout needs. Log-probabilities, distributions and values are computed for many steps at once after
 * acting, not at every step: one large run costs far less than many small ones.
 */
export async function compileActing(model: ActorCritic): Promise<ActingPrograms> {
  const { parameters, head, value, noise, family } = model;
  const { distribution } = head;
  const action = input("action", family.actionShape, family.actionType);
  const [sample, evaluate, values] = await Promise.all([
    compileBound(parameters, { action: head.sample(input("noise", ["batch", noise.size])) }),
    compile({
      outputs: parameters.bind({
        logProb: distribution.logProb(action),
        distribution: distribution.parameters,
        value,
      }),
    }),
    compile({ outputs: parameters.bind({ value }) }),
  ]);
  let mode: Promise<BoundProgram<"action">> | undefined;
  return {
    sample,
    evaluate,
    value: values,
    mode() {
      mode ??= compileBound(parameters, { action: distribution.mode() });
      return mode;
    },
  };
}
