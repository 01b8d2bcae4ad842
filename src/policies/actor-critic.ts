import type { DistributionFamily, NoiseDescription, PolicyHead } from "../distributions/index.js";
import { UsageError } from "../errors.js";
import { linear, Parameters } from "../nn/index.js";
import { choicesOf, describeSpace, type Space, sizeOf } from "../spaces/index.js";
import { input, reshape, type Tensor } from "../tensor/index.js";
import { type ExplorationOptions, familyFor } from "./family-for.js";
import { type Network, networkFunction, requireFeatures } from "./networks.js";
import { requireDistinctNames } from "./reserved-names.js";

export interface ActorCriticOptions {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** The environment tells which actions are allowed. */
  readonly masked?: boolean;
  readonly network?: Network;
  readonly exploration?: ExplorationOptions;
}

/** A policy and a value function as symbolic tensors of the (normalized) observation, sharing one parameter vector. */
export interface ActorCritic {
  readonly parameters: Parameters;
  readonly family: DistributionFamily;
  readonly noise: NoiseDescription;
  /** [batch, observationSize], named `observation`. */
  readonly observation: Tensor;
  /** [batch, choices], named `mask`, where there are masks. */
  readonly mask: Tensor | undefined;
  readonly head: PolicyHead;
  /** [batch] */
  readonly value: Tensor;
}

/**
 * Builds the networks for a pair of spaces. Throws a UsageError for action spaces that no distribution covers, and for
 * names of parameters that an exported policy needs itself.
 */
export function createActorCritic(options: ActorCriticOptions): ActorCritic {
  const { observationSpace, actionSpace, masked = false, network = {}, exploration = {} } = options;
  if (masked) requireChoices(actionSpace);
  const parameters = new Parameters();
  const observation = input("observation", ["batch", sizeOf(observationSpace)]);
  const family = familyFor(actionSpace, exploration);
  const mask = masked ? input("mask", ["batch", family.parameterSize], "bool") : undefined;
  const build = typeof network === "function" ? network : networkFunction(network, observationSpace);
  const features = build(parameters, observation);
  for (const head of ["policy", "value"] as const) requireFeatures(head, features?.[head]);
  const head = family.head(parameters.scope("policy").scope("head"), features.policy, mask);
  const value = linear(parameters.scope("value").scope("head"), features.value, 1, { gain: 1 });
  requireDistinctNames(
    parameters.layout.map(({ name }) => name),
    observationSpace,
  );
  return {
    parameters,
    family,
    noise: family.noise(features.policy.shape[1] as number),
    observation,
    mask,
    head,
    value: reshape(value, ["batch"]),
  };
}

function requireChoices(actionSpace: Space): void {
  if (choicesOf(actionSpace) > 0) return;
  throw new UsageError({
    code: "invalid-mask",
    message: `Actions are masked, but the action space ${describeSpace(actionSpace)} has no choices to mask.`,
    fix: "Leave actionMask out, or use a discrete or multiDiscrete action space.",
  });
}
