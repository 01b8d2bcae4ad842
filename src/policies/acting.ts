import { compile, type Program } from "../runtime/index.js";
import { input } from "../tensor/index.js";
import type { ActorCritic } from "./actor-critic.js";

/** The programs of a policy in training; parameters are fed as `parameters`. */
export interface ActingPrograms {
  /** observation, noise (and mask) → `action` */
  readonly sample: Program<"action">;
  /** observation, action (and mask) → `logProb`, `distribution` (its parameters), `value` */
  readonly evaluate: Program<"logProb" | "distribution" | "value">;
  /** observation (and mask) → `action`, the most probable one */
  mode(): Promise<Program<"action">>;
  /** observation → `value` */
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
    compile({ outputs: parameters.bind({ action: head.sample(input("noise", ["batch", noise.size])) }) }),
    compile({
      outputs: parameters.bind({
        logProb: distribution.logProb(action),
        distribution: distribution.parameters,
        value,
      }),
    }),
    compile({ outputs: parameters.bind({ value }) }),
  ]);
  let mode: Promise<Program<"action">> | undefined;
  return {
    sample,
    evaluate,
    value: values,
    mode() {
      mode ??= compile({ outputs: parameters.bind({ action: distribution.mode() }) });
      return mode;
    },
  };
}
