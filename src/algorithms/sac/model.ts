import { UsageError } from "../../errors.js";
import { linear, mlp, type ParameterPart, Parameters, type Scope } from "../../nn/index.js";
import {
  type ActorCritic,
  familyFor,
  type NetworkOptions,
  requireDistinctNames,
  requireFeatures,
  visibleObservation,
} from "../../policies/index.js";
import { describeSpace, sizeOf } from "../../spaces/index.js";
import { concat, input, minimum, reshape, substitute, type Tensor, tanh } from "../../tensor/index.js";
import type { Task } from "../algorithm.js";
import type { ResolvedSacOptions } from "./options.js";

/** Hidden layers, or a function from an input [batch, n] to features [batch, m]: of the observation for the actor, of
 * observation and action side by side for each critic. */
export type SacNetwork =
  | Pick<NetworkOptions, "hidden" | "activation" | "orthogonal">
  | ((scope: Scope, input: Tensor) => Tensor);

/** The networks of Soft Actor-Critic as symbolic tensors. */
export interface SacModel extends ActorCritic {
  /** Actions in (−1, 1), named `action`: [batch, size]. */
  readonly action: Tensor;
  /** Q₁(s, a) and Q₂(s, a), of networks that share nothing: [batch] each. */
  readonly q: readonly [Tensor, Tensor];
  readonly actor: ParameterPart;
  readonly critics: ParameterPart;
}

type ModelOptions = Pick<ResolvedSacOptions, "network" | "exploration">;

/**
 * Builds the actor and the twin critics. Their `value` is min(Q₁, Q₂) at the mean action. Throws UsageError
 * `unsupported-action-space` unless actions are a Box, `unbounded-action-space` for one without bounds, and others for a
 * network function or an observation space that cannot be.
 */
export function createSacModel(
  { observationSpace, actionSpace, criticOnly }: Pick<Task, "observationSpace" | "actionSpace" | "criticOnly">,
  { network, exploration }: ModelOptions,
): SacModel {
  if (actionSpace.kind !== "box") {
    throw new UsageError({
      code: "unsupported-action-space",
      message: `sac needs a Box action space with bounds, but the action space is ${describeSpace(actionSpace)}.`,
      fix: "Use another algorithm, such as ppo, for actions that are chosen from a list.",
    });
  }
  const family = familyFor(actionSpace, {
    ...(exploration.stateDependent !== true && { stateDependentStd: true }),
    ...exploration,
    squashed: true,
  });
  const parameters = new Parameters();
  const observation = input("observation", ["batch", sizeOf(observationSpace)]);
  const action = input("action", ["batch", family.actionSize]);
  const features = (of: string, scope: Scope, x: Tensor) => {
    const build = typeof network === "function" ? network : hiddenLayers(network);
    const result = build(scope, x);
    requireFeatures(of, result, "a tensor of shape [batch, features]");
    return result;
  };
  const policy = parameters.scope("policy");
  const policyFeatures = features("policy", policy, visibleObservation(observation, observationSpace, criticOnly));
  const head = family.head(policy.scope("head"), policyFeatures);
  const [first, second] = [0, 1].map((i) => {
    const scope = parameters.scope(`critic/${i}`);
    const q = linear(scope.scope("head"), features("critic", scope, concat([observation, action], 1)), 1);
    return reshape(q, ["batch"]);
  }) as [Tensor, Tensor];
  requireDistinctNames(
    parameters.layout.map(({ name }) => name),
    observationSpace,
  );
  const mean = tanh(head.distribution.mode());
  return {
    parameters,
    family,
    noise: family.noise(policyFeatures.shape[1] as number),
    observation,
    criticOnly,
    mask: undefined,
    head,
    value: substitute([minimum(first, second)], new Map([[action, mean]]))[0] as Tensor,
    action,
    q: [first, second],
    actor: parameters.part("policy"),
    critics: parameters.part("critic"),
  };
}

function hiddenLayers({
  hidden = [256, 256],
  activation = "relu",
  orthogonal = false,
}: Pick<NetworkOptions, "hidden" | "activation" | "orthogonal">) {
  return (scope: Scope, x: Tensor) => mlp(scope, x, { hidden, activation, orthogonal });
}
